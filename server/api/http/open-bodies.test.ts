import { expect, it } from "vitest";
import { OpenBodies } from "./open-bodies";

const BOUNDS = { key: 32, lab: 64, address: 64, all: 256 };
const of = (key: number, lab: number) => [{ kind: "key", id: key } as const, { kind: "lab", id: lab } as const];

it("holds so much of a key and of a lab, and as much again once it is answered", () => {
  const bodies = new OpenBodies(BOUNDS);
  const first = bodies.hold(of(1, 1));
  first.add(32);
  expect(() => bodies.hold(of(1, 1)).add(1)).toThrow(/this key may hold/);
  const second = bodies.hold(of(2, 1));
  second.add(32);
  expect(() => bodies.hold(of(3, 1)).add(1)).toThrow(/this lab may hold/);
  bodies.hold(of(4, 2)).add(32);
  expect(bodies.bytes).toBe(96);
  first.release();
  first.release();
  bodies.hold(of(1, 1)).add(32);
  expect(bodies.bytes).toBe(96);
});

it("makes those wait who hold more than their share where the process is full", () => {
  const bodies = new OpenBodies({ ...BOUNDS, all: 128 });
  for (const lab of [1, 2, 3, 4]) bodies.hold(of(lab, lab)).add(32);
  expect(() => bodies.hold(of(11, 1)).add(20)).toThrow(/Too many requests arrive at once/);
  bodies.hold(of(5, 5)).add(8);
  expect(bodies.bytes).toBe(136);
});

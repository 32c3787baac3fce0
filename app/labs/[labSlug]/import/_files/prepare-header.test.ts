import { expect, it } from "vitest";
import { prepareHeader } from "./prepare-header";
import type { Preview } from "../_sending/read-preview";

const withHeader = (header: Record<string, string>): Preview => ({
  kind: "readable",
  needsStart: false,
  beginningBytes: null,
  sketch: null,
  summary: {
    ...{ format: "x", formatName: "X", recognisedBy: "x", columns: [], firstRows: [], samples: 0, cycles: 0 },
    ...{ tests: [], warnings: [], counters: [], header },
  },
});

it("lists what a person could want, and in how many files it is", () => {
  const previews = [
    withHeader({ Channel: "53", "15": "Started", Empty: " ", Description: "x\u0004y", Operator: "Ada" }),
    null,
    withHeader({ Channel: "54" }),
    { kind: "none", why: "" } as const,
  ];
  expect(prepareHeader(previews)).toEqual([
    { key: "Channel", example: "53", files: 2 },
    { key: "Operator", example: "Ada", files: 1 },
  ]);
});

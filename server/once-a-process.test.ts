import { expect, it, vi } from "vitest";
import { onceAProcess } from "./once-a-process";

it("makes one of a name, also for another instance of the module", async () => {
  const made = onceAProcess("test: a list", () => [1]);
  vi.resetModules();
  const again = await import("./once-a-process");
  expect(again.onceAProcess).not.toBe(onceAProcess);
  expect(again.onceAProcess("test: a list", () => [2])).toBe(made);
  expect(again.onceAProcess("test: another", () => null)).toBeNull();
  expect(onceAProcess<number[] | null>("test: another", () => [3])).toBeNull();
});

import { expect, it } from "vitest";
import type { FileProblem, ImportWarning } from "@/server/importers/cycler-file";
import type { Assignment } from "../_assignment/assign-file";
import { type ImportFile, NOTHING_SAID } from "../_sending/import-files";
import { adviceFor, hasSevere, questionsOf, whatIsMissing } from "./prepare-file";

const READ: ImportFile = {
  ...{ id: 1, file: new File([""], "a.csv"), isReading: false, table: null, settings: NOTHING_SAID },
  ...{ upload: { state: "none" }, preview: { kind: "none", why: "" } },
};
const named = (cell: string): Assignment => ({
  ...{ cell, test: "", metadata: {}, settings: {}, cellFrom: "typed", fitsPattern: false },
});
const unreadable = (...problems: FileProblem[]): ImportFile => ({
  ...READ,
  preview: { kind: "unreadable", message: "", problems, table: null },
});

it("says what is missing before a file can be sent", () => {
  expect(whatIsMissing({ ...READ, isReading: true }, named("A"), "UTC")).toBe("Reading");
  expect(whatIsMissing(READ, named(" "), "UTC")).toContain("which cell");
  expect(whatIsMissing(unreadable(), named("A"), "UTC")).toBe("Cannot be read");
  expect(whatIsMissing(READ, named("A"), "UTC")).toBeNull();
});

it("asks what only a person knows, and is not ready before", () => {
  const question = { choices: [{ parameter: "timeUnit", value: "ms", words: "in ms" }] } as const;
  const asking = unreadable({ row: null, column: "Time", message: "the clock runs otherwise", question });
  expect(whatIsMissing(asking, named("A"), "UTC")).toBe("Answer its question");
  expect(adviceFor(asking)).toContain("before this is answered");
  expect(questionsOf(asking.preview)).toEqual([{ message: "the clock runs otherwise", question }]);
});

it("is severe where a warning is, of a file that is read all the same", () => {
  const readable = (...warnings: ImportWarning[]) =>
    ({ kind: "readable", summary: { warnings } }) as unknown as ImportFile["preview"]; // all that is looked at
  const [mild, severe] = [
    { row: 3, message: "a gap" },
    { row: null, message: "the cycler counted otherwise", isSevere: true },
  ] as const;
  expect([readable(), readable(mild), readable(mild, severe)].map(hasSevere)).toEqual([false, false, true]);
  expect([null, unreadable({ ...severe, column: null }).preview].map(hasSevere)).toEqual([false, false]);
});

it("says what to do about a file that cannot be read", () => {
  const half = { row: 80, column: "cycle", message: "the last line is cut off" };
  const bad = { row: 24, column: "voltage", message: "voltage is missing" };
  expect(adviceFor(unreadable(half))).toContain("leave the half line out");
  expect(adviceFor(unreadable(bad, { ...bad, row: 28 }))).toContain("Correct these lines");
  const table = { headings: ["wann", "Klemme"], firstRows: [] };
  expect(adviceFor({ ...unreadable({ ...bad, column: null }), table })).toContain("Name its columns");
  expect(adviceFor(unreadable({ row: null, column: null, message: "a picture" }))).toContain("as CSV or text");
});

import { expect, it } from "vitest";
import { knownCellName, plainName, toCellName, toName, toTestName } from "./input-names";

it.each([
  ["  A-01 ", "A-01"],
  ["Zelle 5\u0308", "Zelle 5\u0308".normalize("NFC")],
  ["u\u0308", "ü"],
  ["…", "…"],
  ["a".repeat(128), "a".repeat(128)],
  ["🔋".repeat(128), "🔋".repeat(128)], // 256 UTF-16 units, 128 characters
  ["__proto__", "__proto__"],
])("stores the cell name %j as %j", (sent, stored) => {
  expect(toCellName(sent)).toBe(stored);
});

it.each(["", "   ", ".", "..", " .. ", "a/b", "a\nb", "a\u0000", "\u0085b\u0085c", "a".repeat(129), "\ud800"])(
  "refuses the cell name %j",
  (sent) => {
    expect(toCellName(sent)).toBeNull();
  },
);

it("lets a test have no name, or one with a slash", () => {
  expect(toTestName(" ")).toBe("");
  expect(toTestName("25 °C / C/3")).toBe("25 °C / C/3");
  expect(toTestName("a\tb")).toBeNull();
});

it.each(["A\u200B01", "\u202E10-A", "A-01\u2066", "A\u00AD01", "A\u2028B", "A\uFEFFB", "a\u200Db"])(
  "refuses the cell name %j, which would look like another",
  (sent) => {
    expect(toCellName(sent)).toBeNull();
  },
);

it("refuses a name of a hundred megabytes, which would not fit into a list of its characters", () => {
  const name = "a".repeat(120_000_000);
  expect(plainName.safeParse(name).success).toBe(false);
  expect(toTestName(name)).toBeNull();
});

it("still finds a cell whose name holds what new names may not, so that it can be renamed", () => {
  expect(knownCellName.parse("A\u200B01")).toBe("A\u200B01");
  expect(knownCellName.safeParse("A\u000001").success).toBe(false);
});

it("stores any name as NFC, trimmed, and none that is too long or has control characters", () => {
  expect(toName(" u\u0308 / x ")).toBe("ü / x");
  expect(toName("")).toBe("");
  expect(["a".repeat(129), "a\tb", "\ud800"].map(toName)).toEqual([null, null, null]);
});

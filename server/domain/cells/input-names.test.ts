import { expect, it } from "vitest";
import { toCellName, toTestName } from "./input-names";

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

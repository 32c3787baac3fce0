import { expect, it } from "vitest";
import { parseJson } from "./parse-json";

/** Long enough to be looked at before it is parsed. */
const PADDING = " ".repeat(256 * 1024);
const kindOf = (text: string) => {
  try {
    parseJson(Buffer.from(PADDING + text));
    return "parsed";
  } catch (cause) {
    return cause instanceof Error && "kind" in cause ? cause.kind : cause;
  }
};
const list = (value: string, count: number) => `[${Array(count).fill(value).join()}]`;
const object = (count: number) => `{${Array.from({ length: count }, (_, n) => `"${n}":[${n}]`).join()}}`;

it.each([
  ["64 levels", "[".repeat(64) + "]".repeat(64), "parsed"],
  ["65 levels", "[".repeat(65) + "]".repeat(65), "malformed"],
  ["65 levels of objects", `${'{"":'.repeat(65)}0${"}".repeat(65)}`, "malformed"],
  ["levels that end before others begin", list("[[]]", 1000), "parsed"],
  ["brackets in texts", JSON.stringify(["[".repeat(100), '\\"['.repeat(100), '"[', "\\"]), "parsed"],
  ["as many names as a batch can need", object(2000), "parsed"],
  ["more names", object(2002), "too_large"],
  ["commas in texts and lists inside an object", `{"a":"${",".repeat(5000)}","b":${list("0", 5000)}}`, "parsed"],
  ["objects beside each other", `${list(object(1500), 3)}`, "parsed"],
  ["more lists and objects than a batch can need", list("{}", 1_000_001), "too_large"],
  ["more values", list("0", 4_000_001), "too_large"],
  ["more that is closed than was opened", "]".repeat(1000), "malformed"],
  ["as long a text as any may be", JSON.stringify(["a".repeat(256 * 1024 - 2)]), "parsed"],
  ["a longer text", JSON.stringify(["a".repeat(256 * 1024)]), "invalid_input"],
  ["a longer name, with quotes in it", `{"${'\\"'.repeat(150_000)}":1}`, "invalid_input"],
  ["a text that does not end", `["${"\\".repeat(1001)}`, "malformed"],
])("looks at %s", (_, text, outcome) => {
  expect(kindOf(text)).toBe(outcome);
});

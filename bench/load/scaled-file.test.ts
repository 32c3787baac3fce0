import { expect, it } from "vitest";
import { readCyclerFile } from "../../server/importers/read-cycler-file";
import { SCALED_FILES, scaledText } from "./scaled-file";

const MB = 1e6;

it.each(SCALED_FILES.map((file) => [file.name, file] as const))("makes a longer test of a real %s", async (_, file) => {
  async function* pieces() {
    for (const text of scaledText(file, 3 * MB)) yield Buffer.from(text, file.encoding);
  }
  const options = { format: "auto", startedAtUs: null, timeZone: "UTC", isPartial: false };
  let lastUs = 0;
  const { tests, samples, cycles } = await readCyclerFile(pieces(), options, (part) => {
    expect(part.samples.timeUs[0]).toBeGreaterThanOrEqual(lastUs);
    lastUs = part.samples.timeUs.at(-1) ?? 0;
  });
  expect(
    tests.map(({ test }) => test),
    "one test, which begins once",
  ).toEqual([""]);
  const rounds = Math.ceil(samples / (file.name.startsWith("Neware") ? 9065 : 4061));
  expect(rounds).toBeGreaterThan(1);
  expect(cycles).toBe(rounds * (file.name.startsWith("Neware") ? 4 : 2));
});

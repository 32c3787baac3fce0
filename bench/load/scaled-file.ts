import { once } from "node:events";
import { createWriteStream, readFileSync } from "node:fs";

/** A real cycler's file, and how its rows move on when they are repeated. */
export type ScaledFile = {
  name: string;
  /** Under fixtures/. */
  file: string;
  encoding: "utf8" | "latin1";
  headLines: number;
  separator: string;
  /** From column to what a repetition adds to its text. */
  shifts: Readonly<Record<number, (text: string, round: number) => string>>;
};

const plus =
  (step: number, digits = 0) =>
  (text: string, round: number) =>
    (Number(text) + round * step).toFixed(digits);

const two = (value: number) => String(value).padStart(2, "0");
const seconds = (text: string) => text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);

/** `144:02:18`, over a day and on. */
const elapsed = (stepS: number) => (text: string, round: number) => {
  const all = seconds(text) + round * stepS;
  return `${two(Math.floor(all / 3600))}:${two(Math.floor(all / 60) % 60)}:${two(all % 60)}`;
};

/** The test begins so early that its last repetition is over by now. */
const EARLIER_MS = 12 * 365 * 86_400_000;

/** A clock without a zone, moved and written again as it was. */
const clock =
  (stepS: number, parse: (text: string) => number, write: (at: Date) => string) => (text: string, round: number) =>
    write(new Date(parse(text) - EARLIER_MS + round * stepS * 1000));
const isoLike = (at: Date) => at.toISOString().slice(0, 19).replace("T", " ");
const american = (at: Date) => {
  const [date = "", time = ""] = at.toISOString().split(/[T.]/);
  const [year, month, day] = date.split("-");
  return `${month}/${day}/${year} ${time}`;
};
const parseAmerican = (text: string) => {
  const [, month = "", day = "", rest = ""] = /^(\d+)\/(\d+)\/(.*)$/.exec(text) ?? [];
  const [year = "", time = ""] = rest.split(" ");
  return Date.parse(`${year}-${month}-${day}T${time}Z`);
};

// A repetition begins a minute after the one before ended.
const NEWARE_S = 144 * 3600 + 2 * 60 + 18 + 60;
const MACCOR_S = 82_621.28 + 60;

export const SCALED_FILES: readonly ScaledFile[] = [
  {
    name: "Neware CSV",
    file: "neware_uio.csv",
    encoding: "utf8",
    headLines: 1,
    separator: ",",
    shifts: {
      0: plus(9065),
      1: plus(4),
      5: elapsed(NEWARE_S),
      20: clock(NEWARE_S, (text) => Date.parse(`${text.replace(" ", "T")}Z`), isoLike),
    },
  },
  {
    name: "Maccor text",
    file: "cyclers/PreDiag_000229_000229_truncated.034",
    encoding: "latin1",
    headLines: 2,
    separator: "\t",
    shifts: { 0: plus(4061), 1: plus(2), 3: plus(MACCOR_S, 4), 11: clock(MACCOR_S, parseAmerican, american) },
  },
];

/** The lines of a file, repeated until they are so many bytes, a repetition at a time. */
export function* scaledText(
  { file, encoding, headLines, separator, shifts }: ScaledFile,
  bytes: number,
): Generator<string> {
  const lines = readFileSync(`fixtures/${file}`, encoding).split("\n");
  const rows = lines.slice(headLines).filter((line) => line.trim() !== "");
  const cells = rows.map((row) => row.split(separator));
  const head = `${lines.slice(0, headLines).join("\n")}\n`;
  yield head;
  let made = head.length;
  for (let round = 0; made < bytes; round++) {
    const text = cells
      .map((row) => row.map((cell, column) => shifts[column]?.(cell, round) ?? cell).join(separator))
      .join("\n");
    yield `${text}\n`;
    made += text.length + 1;
  }
}

/** Writes a scaled file to disk, where every reader finds the same. */
export async function writeScaledFile(
  file: ScaledFile,
  { bytes, path }: { bytes: number; path: string },
): Promise<void> {
  const stream = createWriteStream(path);
  for (const text of scaledText(file, bytes)) {
    if (!stream.write(Buffer.from(text, file.encoding))) await once(stream, "drain");
  }
  stream.end();
  await once(stream, "close");
}

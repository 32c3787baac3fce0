import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

// The tables of docs/scaling.md follow from measured costs. Whoever measures anew changes the cost here, and the tables by what the test says.

const US_PER_S = 1e6;
const S_PER_DAY = 86_400;
const DAYS_PER_YEAR = 365.25;
const H_PER_DAY = 24;

/** Processor time by part: of a request of one sample (`trickle`), and of a further sample in it (`ingest`, columns), µs. */
const REQUEST_US = { web: 240, worker: 100, PostgreSQL: 72, Valkey: 56 };
const SAMPLE_US = { web: 2, worker: 2, PostgreSQL: 4, Valkey: 0 };

const BYTES = {
  /** A sample with its index, and its share of the minutes that stay beside it (decision 29). */
  uncompressed: 140,
  compressed: 21.5, // of real files, all in (`storage`)
  minutes: 2.7,
  /** A cycle, and its packed copy (decision 23). */
  cycle: 150 + 92,
};
const UNCOMPRESSED_DAYS = 7 + 14; // a chunk, and two weeks (decision 32)
const CYCLES_A_DAY = 4;
const COMPRESSED_PER_S = 1.4e6 / 7; // decision 29
const EXPORTED_PER_S = 1_070_000; // `move`
const IMPORTED_PER_S = 227_000;
const WORKERS = 4;
/** Assumed: a backup over a network of 10 Gbit/s. */
const BACKUP_BYTES_PER_S = 500e6;
/** Assumed: a drive, mirrored, in the database and in its standby; prices in EUR. */
const DRIVE_BYTES = 7.68e12;
const DRIVE_COPIES = 4;
const PRICES = { drive: 1_000, databaseServer: 8_000, otherServer: 3_000 };

const YEARS = 5;
const SIZES = [
  { labs: 1, channels: 100 },
  { labs: 10, channels: 1_000 },
  { labs: 100, channels: 10_000 },
];
type Size = (typeof SIZES)[number];

/** The formatter pads the fields of tables. */
const document = readFileSync("docs/scaling.md", "utf8").replace(/ +/g, " ");
const row = (...fields: (string | number)[]) => `| ${fields.join(" | ")} |`;
const whole = (value: number) => Math.round(value).toLocaleString("en");
const digits = (value: number) => (value >= 100 ? whole(value) : String(Number(value.toPrecision(2))));
const days = YEARS * DAYS_PER_YEAR;

const samplesADay = ({ channels }: Size) => channels * S_PER_DAY;
const samplesOf = (size: Size) => samplesADay(size) * days;

function coresOf({ channels }: Size, samplesOfRequest: number): number[] {
  const requestsPerS = channels / samplesOfRequest;
  return Object.entries(REQUEST_US).map(([part, us]) => {
    const more = SAMPLE_US[part === "web" || part === "worker" || part === "PostgreSQL" ? part : "Valkey"];
    return (requestsPerS * (us + (samplesOfRequest - 1) * more)) / US_PER_S;
  });
}

function bytesOf(size: Size, edition: "Apache" | "Community", atDays = days): number {
  const openDays = edition === "Apache" ? atDays : Math.min(UNCOMPRESSED_DAYS, atDays);
  const open = samplesADay(size) * openDays * (BYTES.uncompressed + BYTES.minutes);
  const closed = samplesADay(size) * (atDays - openDays) * (BYTES.compressed + BYTES.minutes);
  return open + closed + size.channels * CYCLES_A_DAY * atDays * BYTES.cycle;
}

/** Days until one drive is full; a year has more than enough digits. */
function daysToFill(size: Size, edition: "Apache" | "Community"): number {
  const full = Array.from({ length: 40_000 }, (_, day) => day).find((day) => bytesOf(size, edition, day) > DRIVE_BYTES);
  return full ?? Number.POSITIVE_INFINITY;
}

function moneyOf(size: Size) {
  const drives = DRIVE_COPIES * Math.ceil(bytesOf(size, "Community") / DRIVE_BYTES);
  const servers = 2 * PRICES.databaseServer + 3 * PRICES.otherServer;
  return { drives, eur: drives * PRICES.drive + servers };
}

it.each(SIZES)("says what $channels channels at 1 Hz need", (size) => {
  const total = (parts: number[]) => parts.reduce((sum, cores) => sum + cores, 0);
  const [each, tens] = [coresOf(size, 1), coresOf(size, 10)];
  expect(document).toContain(row(whole(size.channels), "1 s", ...each.map(digits), digits(total(each))));
  expect(document).toContain(row(whole(size.channels), "10 s", ...tens.map(digits), digits(total(tens))));
  const tb = (bytes: number) => digits(bytes / 1e12);
  const [apache, community] = [bytesOf(size, "Apache"), bytesOf(size, "Community")];
  const billions = digits(samplesOf(size) / 1e9);
  const open = tb(bytesOf(size, "Community", UNCOMPRESSED_DAYS));
  const filled = [daysToFill(size, "Apache"), daysToFill(size, "Community")].map(whole);
  expect(document).toContain(row(whole(size.channels), billions, tb(apache), tb(community), open, ...filled));
  const backupH = community / BACKUP_BYTES_PER_S / 3600;
  const chunkH = (7 * samplesADay(size)) / COMPRESSED_PER_S / 3600;
  const recomputedDays = samplesOf(size) / (IMPORTED_PER_S * WORKERS) / S_PER_DAY;
  const { drives, eur } = moneyOf(size);
  const euroAYear = digits(eur / size.channels / YEARS);
  expect(document).toContain(
    row(whole(size.channels), ...[backupH, chunkH, recomputedDays].map(digits), drives, whole(eur), euroAYear),
  );
});

it("says how long one lab of a hundred takes to move", () => {
  const [one] = SIZES;
  if (!one) throw new RangeError("no size");
  const hours = (perS: number) => digits((samplesOf(one) / perS / S_PER_DAY) * H_PER_DAY);
  expect(document.replaceAll("\n", " ")).toContain(
    `${hours(EXPORTED_PER_S)} hours to export and ${hours(IMPORTED_PER_S)} to import`,
  );
});

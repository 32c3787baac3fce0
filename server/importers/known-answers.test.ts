import fc from "fast-check";
import { expect, it } from "vitest";
import { readText } from "../testing/files/made-up-file";
import { withoutStall } from "../testing/files/without-stall";
import { UnreadableFileError } from "./cycler-file";

/** Mutated files; a million of them, with another seed each time: `npm run test:long -- fuzz`. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 2000);
const ROWS = 90;
const START_MS = Date.UTC(2024, 4, 13, 22, 40);

type Unit = { name: string; size: number };
const TIMES: readonly Unit[] = [
  { name: "s", size: 1 },
  { name: "ms", size: 1e-3 },
  { name: "min", size: 60 },
  { name: "h", size: 3600 },
];
const CURRENTS: readonly Unit[] = [
  { name: "A", size: 1 },
  { name: "mA", size: 1e-3 },
  { name: "uA", size: 1e-6 },
];

/** How a file of the same test is written, and what is wrong with it. */
const writing = fc.record({
  time: fc.constantFrom(...TIMES),
  current: fc.constantFrom(...CURRENTS),
  /** Whether headings name the unit, none, or another one. */
  timeIs: fc.constantFrom("named", "unnamed", "misnamed"),
  currentIs: fc.constantFrom("named", "unnamed", "misnamed"),
  hasClock: fc.boolean(),
  hasCounter: fc.boolean(),
  hasSteps: fc.boolean(),
  date: fc.constantFrom("iso", "y/m/d", "m/d/y", "d.m.y", "unix"),
  isTurned: fc.boolean(),
  separator: fc.constantFrom(",", ";", "\t"),
  lineEnd: fc.constantFrom("\n", "\r\n"),
  fault: fc.constantFrom(
    "none",
    "time",
    "voltage",
    "current",
    "sentinel",
    "block",
    "doubled",
    "field",
    "header",
    "reversed",
    "clock",
  ),
  at: fc.integer({ min: 3, max: 26 }),
  length: fc.integer({ min: 2, max: 20 }),
});
type Writing = typeof writing extends fc.Arbitrary<infer T> ? T : never;

/** 30 rows each of charge at 0.5 A, rest and discharge, one in 60 s. */
const samples = Array.from({ length: ROWS }, (_, k) => {
  const phase = Math.floor(k / 30);
  const within = k % 30;
  const currentA = [0.5, 0, -0.5][phase] ?? 0;
  const voltageV = [3.4 + within / 100, 3.65, 3.6 - within / 100][phase] ?? 0;
  return { k, timeS: 60 * k, step: phase + 1, currentA, voltageV, countedAh: (0.5 * 60 * Math.min(k, 29)) / 3600 };
});
const RIGHT_AH = (0.5 * 60 * 29) / 3600;

const two = (value: number) => String(value).padStart(2, "0");
function clockOf(timeS: number, order: Writing["date"]): string {
  const at = new Date(START_MS + timeS * 1000);
  if (order === "unix") return String(at.getTime());
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()];
  const date = {
    iso: `${year}-${two(month)}-${two(day)}`,
    "y/m/d": `${year % 100}/${two(month)}/${two(day)}`,
    "m/d/y": `${two(month)}/${two(day)}/${year % 100}`,
    "d.m.y": `${two(day)}.${two(month)}.${year}`,
  }[order];
  return `${date} ${at.toISOString().slice(11, 19)}`;
}

/** A unit that is not the one. */
const another = (units: readonly Unit[], unit: Unit) => units[(units.indexOf(unit) + 1) % units.length]?.name;

type Row = { timeS: number; voltageV: number; currentA: number; clockS: number };
/** What one row says instead, by what is wrong with the file. */
const ODD_ROWS: Partial<Record<Writing["fault"], (row: Row) => Partial<Row>>> = {
  time: ({ timeS }) => ({ timeS: timeS + 1e6 }),
  voltage: () => ({ voltageV: 38 }),
  current: () => ({ currentA: 700 }),
  sentinel: () => ({ currentA: -9999 }),
  clock: ({ clockS }) => ({ clockS: clockS + 4e6 }),
};

function write(of: Writing): string {
  const named = (name: string, is: Writing["timeIs"], units: readonly Unit[], unit: Unit) =>
    is === "unnamed" ? name : `${name} (${is === "named" ? unit.name : another(units, unit)})`;
  const headings = [
    named("Test Time", of.timeIs, TIMES, of.time),
    "Voltage (V)",
    named("Current", of.currentIs, CURRENTS, of.current),
    ...(of.hasClock ? ["Date Time"] : []),
    ...(of.hasCounter ? ["Charge Capacity (Ah)"] : []),
    ...(of.hasSteps ? ["Step"] : []),
    "Note",
  ];
  const cellsOf = ({ k, timeS, step, currentA, voltageV, countedAh }: (typeof samples)[number]) => {
    const right = { timeS, voltageV, currentA: of.isTurned ? -currentA : currentA, clockS: timeS };
    const row = k === of.at ? { ...right, ...ODD_ROWS[of.fault]?.(right) } : right;
    return [
      Number((row.timeS / of.time.size).toPrecision(14)),
      Number(row.voltageV.toFixed(4)),
      row.currentA / of.current.size,
      ...(of.hasClock ? [clockOf(row.clockS, of.date)] : []),
      ...(of.hasCounter ? [countedAh.toFixed(9)] : []),
      ...(of.hasSteps ? [step] : []),
      "x",
    ];
  };
  const lines = samples.map((sample) => cellsOf(sample).join(of.separator));
  const table = [headings.join(of.separator), ...damaged(lines, of, headings.join(of.separator))];
  return `${table.join(of.lineEnd)}${of.lineEnd}`;
}

function damaged(lines: readonly string[], { fault, at, length, separator }: Writing, header: string): string[] {
  if (fault === "block")
    return [...lines.slice(0, at + length), ...lines.slice(at, at + length), ...lines.slice(at + length)];
  if (fault === "doubled") return lines.flatMap((line) => [line, line]);
  if (fault === "field")
    return lines.map((line, k) =>
      k === at
        ? line
            .split(separator)
            .toSpliced(length % 3, 1)
            .join(separator)
        : line,
    );
  if (fault === "header") return [...lines.slice(0, at), header, ...lines.slice(at)];
  return fault === "reversed" ? lines.toReversed() : [...lines];
}

/** Where a unit is named wrongly, or by nothing, and nothing else speaks of it, no reader can know. */
function isKnowable(of: Writing): boolean {
  const isTimeKnown = of.hasClock || of.hasCounter || isNamed(of.timeIs, of.time, "s");
  const isCurrentKnown = of.hasCounter || isNamed(of.currentIs, of.current, "A");
  // A counter alone tells the product of both.
  const areBothOpen = of.timeIs !== "named" && of.currentIs !== "named" && !of.hasClock;
  return isTimeKnown && isCurrentKnown && !areBothOpen;
}

const isNamed = (is: Writing["timeIs"], unit: Unit, usual: string) =>
  is === "named" || (is === "unnamed" && unit.name === usual);

let reads = 0;
async function isRightOrRefused(of: Writing): Promise<void> {
  const startedAtUs = of.hasClock ? null : START_MS * 1000;
  try {
    const { chargeAh, dischargeAh, times } = await withoutStall(() => readText(write(of), { startedAtUs }));
    expect(chargeAh / RIGHT_AH, "charge").toBeCloseTo(1, 9);
    expect(dischargeAh / RIGHT_AH, "discharge").toBeCloseTo(1, 9);
    expect([times[0], times.at(-1)], "times").toEqual([START_MS * 1000, (START_MS + (ROWS - 1) * 60_000) * 1000]);
    reads += 1;
  } catch (cause) {
    if (!(cause instanceof UnreadableFileError)) throw cause;
    expect(cause.message.length).toBeGreaterThan(20);
  }
}

it(
  "gives the right answer of a file whose answer is known, or none, however it is written and spoiled",
  async () => {
    await fc.assert(fc.asyncProperty(writing.filter(isKnowable), isRightOrRefused), {
      numRuns: RUNS,
      seed: Number(process.env.FUZZ_SEED ?? 2026),
    });
    // Refusing all of them would be right as well, and useless.
    expect(reads).toBeGreaterThan(RUNS / 6);
  },
  RUNS * 200 + 30_000,
);

it.each(["iso", "y/m/d", "m/d/y", "d.m.y", "unix"] as const)(
  "does read what is written well, its dates as %s",
  async (date) => {
    const good: Writing = {
      ...{ time: TIMES[1] ?? { name: "ms", size: 1e-3 }, current: CURRENTS[1] ?? { name: "mA", size: 1e-3 } },
      ...{ timeIs: "unnamed", currentIs: "unnamed", hasClock: true, hasCounter: true, hasSteps: true, isTurned: false },
      ...{ date, separator: ",", lineEnd: "\n", fault: "none", at: 3, length: 2 },
    };
    const { chargeAh, summary } = await readText(write(good), {});
    expect(chargeAh / RIGHT_AH).toBeCloseTo(1, 9);
    expect(summary.warnings).toEqual([]);
  },
);

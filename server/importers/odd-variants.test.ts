import fc from "fast-check";
import { expect, it } from "vitest";
import { clockAt, readText } from "../testing/files/made-up-file";
import { withoutStall } from "../testing/files/without-stall";
import { UnreadableFileError } from "./cycler-file";

/** Of one known file, ways of writing that labs have; more of them, with another seed each time: `npm run test:long -- fuzz`. */
const RUNS = Math.min(Number(process.env.FUZZ_RUNS ?? 400), 100_000);
const STARTED_AT_US = Date.UTC(2024, 0, 1) * 1000;

/** Charge at 1 A, rest and discharge, with a row every 10 s and ten minutes each. */
const samples = Array.from({ length: 180 }, (_, k) => {
  const within = k % 60;
  const phase = Math.floor(k / 60);
  const voltageV = [3.5 + within / 100, 4.05 - within / 1e4, 4 - within / 100][phase] ?? 0;
  const currentA = [1, 0, -1][phase] ?? 0;
  const countedAh = (10 * Math.min(k, 59)) / 3600;
  return { k, s: 10 * k, stepS: 10 * within, phase, voltageV, currentA, countedAh };
});
type Sample = (typeof samples)[number];
const RIGHT_AH = 590 / 3600;

/** Headings and cells; the unit of a number may be another than ours. */
type Columns = { headings: readonly string[]; cells: (sample: Sample) => readonly (number | string)[] };
type Ways = Record<string, Columns>;

const two = (value: number) => String(value).padStart(2, "0");
const parts = (s: number) => ({ hour: Math.floor(s / 3600), minute: Math.floor(s / 60) % 60, second: s % 60 });
const minutes = (s: number) => `${two(Math.floor(s / 60))}:${two(s % 60)}`;
const hours = (s: number) => `${parts(s).hour}:${two(parts(s).minute)}:${two(parts(s).second)}`;
const one = (heading: string, cell: (sample: Sample) => number | string): Columns => ({
  headings: [heading],
  cells: (sample) => [cell(sample)],
});

const TIMES: Ways = {
  seconds: one("Time (s)", ({ s }) => s),
  "ms without a unit": one("Time", ({ s }) => 1000 * s),
  "hours without a unit": one("Time", ({ s }) => s / 3600),
  "days without a unit": one("Time", ({ s }) => s / 86_400),
  hours: one("Time (h)", ({ s }) => s / 3600),
  "whole minutes": one("Time (min)", ({ s }) => Math.floor(s / 60)),
  "two decimals of hours": one("Time (h)", ({ s }) => (s / 3600).toFixed(2)),
  "minutes and seconds": one("Test Time", ({ s }) => minutes(s)),
  "minutes and seconds, named": one("Test Time (mm:ss)", ({ s }) => minutes(s)),
  "minutes, seconds, ms": one("Test Time", ({ s }) => `${minutes(s)}:000`),
  "hours, minutes, seconds": one("Test Time", ({ s }) => hours(s)),
  "days in a word": one("Test Time", ({ s }) => `0 days 0${hours(s)}`),
  "Excel's day 0": one("Test Time", ({ s }) => `1900-01-00 ${hours(s)}`),
  "a unit in each value": one("Test Time", ({ s }) => `${s} s`),
  "a clock": one("Date Time", ({ s }) => clockAt(s)),
  "a clock of whole minutes": one("Date Time", ({ s }) => clockAt(s).slice(0, 16)),
  "a date": one("Date Time", ({ s }) => clockAt(s).slice(0, 10)),
  "a Spanish clock": one("Fecha", ({ s }) => `1 de enero de 2024 ${clockAt(s).slice(11)}`),
  "a clock with dashes": one("Date Time", ({ s }) => clockAt(s).replaceAll(":", "-")),
  "a clock of .NET": one("Date Time", ({ s }) => `${BigInt((19_723 * 86_400 + s) * 1e7) + 621_355_968_000_000_000n}`),
  "times of day": one("Timestamp", ({ s }) => clockAt(s).slice(11)),
  "times of day and midnight": one("Timestamp", ({ s }) => clockAt(s + 86_000).slice(11)),
  "a clock of twelve hours": one("Date Time", ({ s }) => {
    const { hour, minute, second } = parts(s + 12 * 3600 + 3000);
    return `2024-01-01 ${two(((hour + 11) % 12) + 1)}:${two(minute)}:${two(second)}`;
  }),
  "minutes beside step time": {
    headings: ["Test Time", "Step Time (s)", "Step"],
    cells: ({ s, stepS, phase }) => [s / 60, stepS, phase],
  },
  "time of the step alone": { headings: ["Step Time (s)", "Step"], cells: ({ stepS, phase }) => [stepS, phase] },
};

const signed = (minus: string): Columns =>
  one("Current (A)", ({ currentA }) => (currentA < 0 ? `${minus}1` : currentA));
const CURRENTS: Ways = {
  signed: signed("-"),
  "true minus": signed("\u2212"),
  "en dash": signed("\u2013"),
  "minus behind": one("Current (A)", ({ currentA }) => (currentA < 0 ? "1-" : currentA)),
  brackets: one("Current (A)", ({ currentA }) => (currentA < 0 ? "(1)" : currentA)),
  turned: one("Current (A)", ({ currentA }) => -currentA),
  unsigned: one("Current (A)", ({ currentA }) => Math.abs(currentA)),
  mA: one("Current (mA)", ({ currentA }) => 1000 * currentA),
  "mA without a unit": one("Current", ({ currentA }) => 1000 * currentA),
  "mA with thousands": one("Current (mA)", ({ currentA }) => ["-1,000", "0", "1,000"][currentA + 1] ?? ""),
  "of an area": one("Current (mA/cm²)", ({ currentA }) => currentA),
  "two columns": {
    headings: ["Charge current (A)", "Discharge current (A)"],
    cells: ({ currentA }) => [Math.max(0, currentA), Math.max(0, -currentA)],
  },
  "two columns, negative": {
    headings: ["I_charge (mA)", "I_discharge (mA)"],
    cells: ({ currentA }) => [1000 * Math.max(0, currentA), 1000 * Math.min(0, currentA)],
  },
  "two columns of sizes": {
    headings: ["Charge current (A)", "Discharge current (A)"],
    cells: ({ currentA }) => [Math.abs(currentA), Math.abs(currentA)],
  },
  "unsigned beside its state": {
    headings: ["Current (A)", "State"],
    cells: ({ currentA, phase }) => [Math.abs(currentA), ["Carga", "Pausa", "Descarga"][phase] ?? ""],
  },
};

const VOLTAGES: Ways = {
  V: one("Voltage (V)", ({ voltageV }) => voltageV.toFixed(4)),
  mV: one("Voltage (mV)", ({ voltageV }) => Math.round(voltageV * 1e4) / 10),
  "mV without a unit": one("Voltage", ({ voltageV }) => (voltageV * 1000).toFixed(1)),
  "pack and cell": {
    headings: ["Voltage (V)", "Cell Voltage (V)"],
    cells: ({ voltageV }) => [(4 * voltageV).toFixed(3), voltageV.toFixed(4)],
  },
};

/** What else stands in the rows. */
const OTHERS: Ways = {
  nothing: { headings: [], cells: () => [] },
  "a counter": one("Charge Capacity (Ah)", ({ countedAh }) => countedAh.toFixed(9)),
  "a counter in mAh": one("Charge Capacity (mAh)", ({ countedAh }) => (1000 * countedAh).toFixed(6)),
  "a counter in per cent": one("Charge Capacity (%)", ({ countedAh }) => (100 * countedAh).toFixed(6)),
  "one channel": one("Channel", () => 7),
  "two channels": one("Channel", ({ k }) => (k % 2) + 1),
  "a temperature": one("Temperature (°C)", () => 25.5),
};

const nameOf = (ways: Ways) => fc.constantFrom(...Object.keys(ways));
const variant = fc.record({
  time: nameOf(TIMES),
  voltage: nameOf(VOLTAGES),
  current: nameOf(CURRENTS),
  other: nameOf(OTHERS),
  separator: fc.constantFrom(",", ";", "\t", "|"),
  decimal: fc.constantFrom(".", ","),
  lineEnd: fc.constantFrom("\n", "\r\n"),
  order: fc.constantFrom("time first", "time last"),
});
type Variant = typeof variant extends fc.Arbitrary<infer T> ? T : never;

const NOTHING: Columns = { headings: [], cells: () => [] };

/** Thousands are separated by the mark that is not the decimal one. */
const marked = (text: string, decimal: Variant["decimal"] | null) => (decimal === "," ? text.replace(",", ".") : text);

function written({ separator, decimal, lineEnd, order, ...of }: Variant): string {
  const columns = [TIMES[of.time], VOLTAGES[of.voltage], CURRENTS[of.current], OTHERS[of.other]].map(
    (way) => way ?? NOTHING,
  );
  const ordered = order === "time last" ? columns.toReversed() : columns;
  const cellOf = (cell: number | string) => {
    const isNumber = typeof cell === "number" || /^-?\d+\.\d+$/.test(cell);
    const hasThousands = /^-?\d,\d{3}$/.test(String(cell));
    const text = isNumber ? String(cell).replace(".", decimal) : marked(String(cell), hasThousands ? decimal : null);
    return text.includes(separator) ? `"${text}"` : text;
  };
  const lines = samples.map((sample) => ordered.flatMap(({ cells }) => cells(sample).map(cellOf)).join(separator));
  return [ordered.flatMap(({ headings }) => headings).join(separator), ...lines, ""].join(lineEnd);
}

let [reads, refusals] = [0, 0];
async function isRightOrRefused(of: Variant): Promise<void> {
  const isDated = /^(?:Date|Fecha)/.test(TIMES[of.time]?.headings[0] ?? "");
  try {
    const options = { startedAtUs: isDated ? null : STARTED_AT_US, latestUs: Date.UTC(2026, 0, 1) * 1000 };
    const read = await withoutStall(() => readText(written(of), options));
    const { chargeAh, dischargeAh, summary, parts } = read;
    reads += 1;
    expect(summary.warnings.filter(({ isSevere }) => isSevere)).toEqual([]);
    expect(chargeAh / RIGHT_AH, "charge").toBeCloseTo(1, 4);
    expect(dischargeAh / RIGHT_AH, "discharge").toBeCloseTo(1, 4);
    expect(parts[0]?.samples.voltageV[0], "voltage").toBeCloseTo(3.5, 9);
  } catch (cause) {
    if (!(cause instanceof UnreadableFileError)) throw cause;
    refusals += 1;
    expect(cause.message.length).toBeGreaterThan(20);
  }
}

it(
  "gives the right answer of a known file or a refusal, in whatever odd way it is written",
  async () => {
    await fc.assert(fc.asyncProperty(variant, isRightOrRefused), {
      numRuns: RUNS,
      seed: Number(process.env.FUZZ_SEED ?? 2026),
    });
    expect(reads).toBeGreaterThan(RUNS / 10);
    expect(refusals).toBeGreaterThan(0);
  },
  RUNS * 100 + 30_000,
);

const PLAIN: Variant = {
  ...{ time: "seconds", voltage: "V", current: "signed", other: "nothing" },
  ...{ separator: ";", decimal: ".", lineEnd: "\n", order: "time first" },
};
it.each<[string, Variant]>([
  ...Object.keys(TIMES).map((time): [string, Variant] => [`time: ${time}`, { ...PLAIN, time }]),
  ...Object.keys(CURRENTS).map((current): [string, Variant] => [`current: ${current}`, { ...PLAIN, current }]),
  ...Object.keys(VOLTAGES).map((voltage): [string, Variant] => [`voltage: ${voltage}`, { ...PLAIN, voltage }]),
  ...Object.keys(OTHERS).map((other): [string, Variant] => [`beside: ${other}`, { ...PLAIN, other }]),
])("so it is with one of them alone: %s", async (_, of) => {
  await isRightOrRefused(of);
  await isRightOrRefused({ ...of, decimal: "," });
});

import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { z } from "zod";

/** A sample of a real file as an ingest body has it, without its cell. */
type RealSample = {
  /** Unix ms; missing where the file has no wall clock. */
  time?: number;
  /** s since the start of the test. */
  testTime: number;
  voltage: number;
  current: number;
  step: number;
  /** s since the step began. */
  stepTime?: number;
  cycle?: number;
  /** Ordinal among the samples of one time. */
  record: number;
};

const sums = z.object({
  samples: z.int(),
  chargeCapacityAh: z.number(),
  dischargeCapacityAh: z.number(),
  chargeEnergyWh: z.number(),
  dischargeEnergyWh: z.number(),
});
const reference = z.object({ cycles: z.array(sums.extend({ cycle: z.int() })), wholeFile: sums.optional() });

export type RealFile = {
  samples: RealSample[];
  /** ISO time at which the test is said to have begun, where the file does not tell. */
  startedAt: string | null;
  /** Numbers computed apart from this code; see fixtures/README.md. */
  reference: z.infer<typeof reference>;
};

/** A Neware test of 4 numbered cycles; 98 of its 9,065 rows share the time of the row before. */
export function readNeware(): RealFile {
  const startMs = Date.UTC(2022, 4, 18, 16, 27, 52); // of the first row; the file names no time zone
  const samples = readRows("neware_uio.csv").map((row) => {
    const testTime = toSeconds(row["Cumulative Time"]);
    return {
      time: startMs + testTime * 1000,
      testTime,
      voltage: Number(row["Voltage(V)"]),
      current: Number(row["Current(A)"]),
      cycle: Number(row["Cycle Index"]),
      step: Number(row["Step Index"]),
    };
  });
  return { samples: withRecords(samples), startedAt: null, reference: readReference("neware_uio.csv") };
}

/** A Landt test in the Battery Data Format: 25,162 rows without cycle numbers and without a wall clock. */
export function readLandt(): RealFile {
  const samples = readRows("landt_ligrr2032.bdf.csv").map((row) => ({
    testTime: Number(row.test_time_second),
    voltage: Number(row.voltage_volt),
    current: Number(row.current_ampere),
    step: Number(row.step_index),
  }));
  const startedAt = "2024-04-30T12:00:00Z";
  return { samples: withRecords(samples), startedAt, reference: readReference("landt_ligrr2032.bdf.csv") };
}

/** An Arbin test of one cycle; a step's first row stands up to 60 s into the step. */
export function readArbin(): RealFile {
  const file = "CS2_33_8_18_10.csv";
  const samples = readRows(`cyclers/${file}`).map((row) => ({
    testTime: Number(row["Test_Time(s)"]),
    voltage: Number(row["Voltage(V)"]),
    current: Number(row["Current(A)"]),
    step: Number(row.Step_Index),
    cycle: Number(row.Cycle_Index),
    stepTime: Number(row["Step_Time(s)"]),
  }));
  return { samples: withRecords(samples), startedAt: "2010-08-17T14:30:06Z", reference: readReference(file) };
}

function readRows(file: string): Record<string, string>[] {
  return z.array(z.record(z.string(), z.string())).parse(parse(readFileSync(`fixtures/${file}`), { columns: true }));
}

function readReference(file: string) {
  return reference.parse(JSON.parse(readFileSync(`fixtures/expected/${file}.json`, "utf8")));
}

/** `144:00:18` → s */
const toSeconds = (text = "") => text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);

function withRecords<S extends { testTime: number }>(samples: readonly S[]): (S & { record: number })[] {
  const seen = new Map<number, number>();
  return samples.map((sample) => {
    const record = seen.get(sample.testTime) ?? 0;
    seen.set(sample.testTime, record + 1);
    return { ...sample, record };
  });
}

import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { z } from "zod";

const fit = z.object({
  found: z.boolean(),
  cycle: z.number(),
  interval: z.tuple([z.number(), z.number()]),
});
const kneeFit = fit.extend({
  slopeBefore: z.number(),
  slopeAfter: z.number(),
  points: z.int(),
  effectivePoints: z.number(),
  deltaBicLine: z.number(),
  deltaBicParabola: z.number(),
  widenedBy: z.number(),
});
const referenceCell = z.object({
  cell: z.string(),
  nominalCapacityAh: z.number(),
  referenceCycle: z.int(),
  endOfLifeCycle: z.int(),
  straysLeftOut: z.int(),
  knee: kneeFit,
  onset: fit.extend({ secondKnot: z.number(), slopes: z.array(z.number()), deltaBicOneKnee: z.number() }),
  kneeWholeSeries: kneeFit.optional(),
  planted: z.object({ knee: z.number().nullable() }).optional(),
  equivalentFullCycles: z.number().optional(),
});

/** A cell of `fixtures/ageing` with the numbers that were computed apart from this code. */
export type ReferenceLife = z.output<typeof referenceCell> & { cycles: LifeRow[] };
type LifeRow = {
  cycle: number;
  chargeCapacityAh: number;
  dischargeCapacityAh: number;
  isComplete: boolean;
  isPartial: boolean;
};

/** @param name `life`, two real cells, or `synthetic-shown`, made ones */
export function readLives(name: "life" | "synthetic-shown"): ReferenceLife[] {
  const text = gunzipSync(readFileSync(`fixtures/ageing/${name}.csv.gz`)).toString();
  const rows = z.array(z.record(z.string(), z.string())).parse(parse(text, { columns: true }));
  const { cells } = z
    .object({ cells: z.array(referenceCell) })
    .parse(JSON.parse(readFileSync(`fixtures/expected/${name}.json`, "utf8")));
  return cells.map((cell) => ({
    ...cell,
    cycles: rows.filter((row) => row.cell === cell.cell).map(toLifeRow),
  }));
}

/** Of a made cell the file has discharge capacities of whole cycles only. */
function toLifeRow(row: Record<string, string>): LifeRow {
  return {
    cycle: Number(row.cycle),
    chargeCapacityAh: Number(row.chargeCapacityAh ?? row.dischargeCapacityAh),
    dischargeCapacityAh: Number(row.dischargeCapacityAh),
    isComplete: (row.complete ?? "1") === "1",
    isPartial: row.partial === "1",
  };
}

import { timeUsInQuery, toIsoTime } from "../../../domain/samples/input-times";
import { z } from "zod";
import { inLabHeavyRead } from "../../../data/in-lab-heavy-read";
import { listSamplePoints } from "../../../data/series/zoom-reads";
import type { LabScope } from "../../../lab-scope";
import { cellAbout, withAboutCell } from "./about-cell";
import { rangeOfCycle } from "./cell-cycles";
import { requestedTests } from "./cell-steps";
import { cellOfPath } from "./cells";
import { defineOperation } from "../operation";
import { cellParams, nullableNumber, cycleInQuery, testInQuery } from "../shared-schemas";

const US_PER_MS = 1000;

const samplesAnswer = z.object({
  cell: z.string(),
  resolution: z.enum(["samples", "1m", "1h"]),
  points: z.object({
    time: z.array(z.number()).meta({ description: "Unix ms" }),
    voltage: z.array(nullableNumber).meta({ description: "V" }),
    current: z.array(nullableNumber).meta({ description: "A" }),
    temperature: z.array(nullableNumber).meta({ description: "°C" }),
  }),
  about: cellAbout,
});

const UNITS = { voltage: "V", current: "A", temperature: "°C" };
const DEFINITIONS = {
  time: "ISO 8601 UTC",
  voltage: "of the cell as measured",
  current: "positive charges the cell, negative discharges it",
  temperature: "as measured; what no cell has counts as missing",
};

export const listSamplesOperation = defineOperation({
  method: "GET",
  path: "/api/v1/cells/{name}/samples",
  summary: "Samples of a cell for a chart",
  description: "At most `points`, thinned so that extremes are kept.",
  keyScopes: ["read"],
  granted: { kind: "cell", read: "samples" },
  params: cellParams,
  query: z.strictObject({
    from: timeUsInQuery.optional(),
    to: timeUsInQuery.optional(),
    test: testInQuery,
    cycle: cycleInQuery.optional().meta({ description: "Shown number of a cycle" }),
    points: z.coerce.number().pipe(z.int().min(2).max(20_000)).default(1000),
  }),
  body: null,
  answer: { status: 200, description: "Points as columns", schema: samplesAnswer },
  table: ({ cell, resolution, points, about }) => ({
    columns: [
      { name: "time", type: "time", values: points.time.map((ms) => toIsoTime(Math.round(ms * US_PER_MS))) },
      { name: "voltage", type: "number", values: points.voltage },
      { name: "current", type: "number", values: points.current },
      { name: "temperature", type: "number", values: points.temperature },
    ],
    about: { cell, resolution, ...about, units: UNITS, definitions: DEFINITIONS },
  }),
  refusals: ["not_found"],
});

type SamplesQuery = {
  from?: number | undefined;
  to?: number | undefined;
  test?: string | undefined;
  cycle?: number | undefined;
  points: number;
};

const NO_POINTS = { resolution: "samples" as const, points: { time: [], voltage: [], current: [], temperature: [] } };

/** Points for a chart: all samples of the range where there are few, else the level that has enough. */
export async function listSampleViews(
  scope: LabScope,
  { params, query }: { params: { name: string }; query: SamplesQuery },
) {
  const cell = await cellOfPath(scope, params);
  let testIds = requestedTests(cell, query.test).map(({ testId }) => testId);
  let fromUs = query.from ?? Number.NEGATIVE_INFINITY;
  let toUs = query.to ?? Number.POSITIVE_INFINITY;
  if (query.cycle !== undefined) {
    const range = await rangeOfCycle(scope, cell, query.cycle);
    testIds = testIds.filter((testId) => range?.testIds.includes(testId));
    fromUs = Math.max(fromUs, range?.fromUs ?? fromUs);
    toUs = Math.min(toUs, range?.toUs ?? toUs);
  }
  if (testIds.length === 0 || fromUs > toUs) return { cell: cell.name, ...NO_POINTS };
  const { points } = query;
  const found = await inLabHeavyRead(scope, (tx) => listSamplePoints(scope, tx, { testIds, fromUs, toUs, points }));
  return { cell: cell.name, ...found };
}

const toIsoOrNull = (timeUs: number | undefined) => (timeUs === undefined ? null : toIsoTime(timeUs));

export const listSamplesWithAbout = withAboutCell(
  listSampleViews,
  ({ from, to, test, cycle, points }: SamplesQuery) => ({
    ...{ from: toIsoOrNull(from), to: toIsoOrNull(to), points },
    ...{ test: test ?? null, cycle: cycle ?? null },
  }),
);

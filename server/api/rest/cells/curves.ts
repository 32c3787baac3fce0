import { z } from "zod";
import { toName, toTestName } from "../../../domain/cells/input-names";
import { deltaQ } from "../../../domain/curves/severson";
import { floatAt } from "../../../domain/samples/sample-columns";
import { AppError } from "../../../errors";
import type { LabScope } from "../../../lab-scope";
import { cellCurves } from "../../../services/curves/cell-curves";
import { type CycleCurve, type FewerCycles, MAX_SAMPLES } from "../../../services/curves/wanted-curves";
import type { Table, TableColumn } from "../../tables/table";
import { cellAbout, withAboutCell } from "./about-cell";
import { CURVE_KINDS, curveMaking, curveQuery, type CurveQuery, requestedCycles } from "./curve-query";
import { cellOfPath } from "./cells";
import { defineOperation } from "../operation";
import { cellParams, nullableNumber } from "../shared-schemas";

const column = z.array(z.number());

const curveAnswer = z
  .object({
    cycle: z.int().meta({ description: "As shown" }),
    test: z.string(),
    mode: z.enum(["charge", "discharge"]).nullable().meta({ description: "Null for a whole cycle" }),
    x: column.optional().meta({ description: "But for `vit`; Ah or mAh/g of `vq` and `dvdq`, V of `dqdv` and `dq`" }),
    y: column.optional().meta({ description: "V of `vq`, Ah/V of `dqdv`, V/Ah of `dvdq`, Ah of `dq`" }),
    t: column.optional().meta({ description: "Of `vit`: s since its begin, or Unix ms" }),
    voltage: column.optional(),
    current: column.optional(),
    temperature: z.array(nullableNumber).optional(),
    log10Variance: nullableNumber.optional().meta({
      description:
        "Of `dq`: log10 of the variance of y, Ah², which tells early of a cell's life (Severson et al. 2019)",
    }),
    note: z.string().nullable().meta({ description: "What was left out, or why there is no curve" }),
  })
  .meta({ id: "Curve" });

const curvesOfCell = z.object({
  cell: z.string(),
  kind: z.enum(CURVE_KINDS),
  parameters: z.record(z.string(), z.unknown()).meta({
    description:
      "How the curves were made; with `cyclesChosen`, where all cycles hold more samples than are read at once, how many were chosen evenly `of` how many",
  }),
  curves: z.array(curveAnswer),
});
type CurvesOfCell = z.output<typeof curvesOfCell>;
const curvesAnswer = curvesOfCell.extend({ about: cellAbout });

export const listCurvesOperation = defineOperation({
  method: "GET",
  path: "/api/v1/cells/{name}/curves",
  summary: "Curves of a cell's cycles: V–Q, dQ/dV, dV/dQ, over time",
  description:
    "Of each cycle the step that moved most, capacity from its begin with the lead-in. `dqdv`, `dvdq` and `dq` end where the current begins to decay at a held voltage, and are positive in both directions; `dqdv` and `dq` leave out samples off the monotone branch and say so. Without `cycles`, so many are chosen evenly as hold at most 1,000,000 samples.",
  keyScopes: ["read"],
  granted: { kind: "cell", read: "curves" },
  params: cellParams,
  query: curveQuery,
  body: null,
  answer: { status: 200, description: "By cycle, charge first", schema: curvesAnswer },
  table: curvesTable,
  refusals: ["not_found", "too_large", "too_many"],
  reasons: {
    too_large: "The cycles that `cycles` names hold more than 1,000,000 samples: ask for fewer.",
    too_many: "`dqdv`, `dvdq` and `dq` of a lab are made one after the other, and as many wait as may.",
  },
});

const X_NAMES = { vq: "capacityAh", dqdv: "voltageV", dvdq: "capacityAh", dq: "voltageV" } as const;
const Y_NAMES = { vq: "voltageV", dqdv: "dQdVAhPerV", dvdq: "dVdQVPerAh", dq: "deltaQAh" } as const;

/** By the kind, how its values come about. */
const DEFINITIONS: Record<CurvesOfCell["kind"], Readonly<Record<string, string>>> = {
  vq: { x: "capacity moved since the step began, with its lead-in", y: "voltage there" },
  dqdv: {
    x: "voltage, places of an even grid",
    y: "capacity a volt, smoothed as `parameters` say; positive in both directions",
  },
  dvdq: {
    x: "capacity moved since the step began, with its lead-in",
    y: "volts an Ah, smoothed as `parameters` say; positive in both directions",
  },
  dq: { x: "voltage, places of an even grid", y: "capacity at this voltage − that of the first cycle asked for" },
  vit: { x: "time since the cycle began, or Unix time", y: "voltage, current (positive charges) and temperature" },
};

/** A row a point. */
function curvesTable({ curves, kind, parameters, cell, about }: z.output<typeof curvesAnswer>): Table {
  const ofPoints = <V>(value: (curve: CurvesOfCell["curves"][number]) => V) =>
    curves.flatMap((curve) => (curve.x ?? curve.t ?? []).map(() => value(curve)));
  const numbers = (name: string, key: "x" | "y" | "t" | "voltage" | "current" | "temperature"): TableColumn => ({
    name,
    type: "number",
    values: curves.flatMap((curve) => curve[key] ?? []),
  });
  const notes = curves.flatMap(({ cycle, mode, note }) => (note === null ? [] : [{ cycle, mode, note }]));
  return {
    columns: [
      { name: "cycle", type: "integer", values: ofPoints(({ cycle }) => cycle) },
      { name: "test", type: "text", values: ofPoints(({ test }) => test) },
      { name: "mode", type: "text", values: ofPoints(({ mode }) => mode) },
      ...(kind === "vit"
        ? [
            numbers(parameters.x === "clock" ? "unixMs" : "timeS", "t"),
            numbers("voltageV", "voltage"),
            numbers("currentA", "current"),
            numbers("temperatureC", "temperature"),
          ]
        : [
            numbers(parameters.x === "specificCapacityMahG" ? "specificCapacityMahG" : X_NAMES[kind], "x"),
            numbers(Y_NAMES[kind], "y"),
          ]),
    ],
    about: { cell, kind, parameters, notes, ...about, definitions: DEFINITIONS[kind] },
  };
}

type Asking = { params: { name: string }; query: CurveQuery };

/** Of all cycles that are named, or of as many of all as can be read at once. */
export const listCurveViews = (scope: LabScope, asking: Asking): Promise<CurvesOfCell> =>
  curveViews(scope, asking, asking.query.cycles === undefined);

/** For a page, which draws fewer cycles rather than none: of as many as can be read at once. */
export const listFittingCurveViews = (scope: LabScope, asking: Asking): Promise<CurvesOfCell> =>
  curveViews(scope, asking, true);

async function curveViews(scope: LabScope, { params, query }: Asking, mayBeFewer: boolean): Promise<CurvesOfCell> {
  if (scope.narrowedTo !== null) await cellOfPath(scope, params);
  const making = curveMaking(query);
  const cycles = requestedCycles(query.cycles);
  const cell = toName(params.name);
  if (!cell) throw new AppError("not_found", "There is no such cell in this lab.");
  const { kind, x, test, step = null } = query;
  const ofTest = test === undefined ? null : testNamed(test);
  const requested = { cell, test: ofTest, cycles, mayBeFewer, modes: modesOf(query), step, making };
  const { kind: _kind, ...parameters } = making;
  const about = {
    ...{ cell, kind },
    parameters: { ...parameters, ...(x === undefined ? {} : { x }), ...(step === null ? {} : { step }) },
  };
  return cellCurves(scope, requested, {
    form: JSON.stringify(about),
    of: ({ activeMassG, curves, fewer }) => ({
      ...about,
      parameters: { ...about.parameters, ...chosenOf(fewer) },
      curves: viewsOf(query, curves, { cell, activeMassG }),
    }),
  });
}

const chosenOf = (fewer: FewerCycles | null) =>
  fewer && { cyclesChosen: { count: fewer.chosen, of: fewer.of, mostSamples: MAX_SAMPLES } };

const filtersOf = ({ test, cycles, mode, step }: CurveQuery) => ({
  test: test ?? null,
  cycles: cycles ?? null,
  mode: mode ?? null,
  ...(step === undefined ? {} : { step }),
});
export const listCurvesWithAbout = withAboutCell(listCurveViews, filtersOf);
export const listFittingCurvesWithAbout = withAboutCell(listFittingCurveViews, filtersOf);

function viewsOf(
  { kind, x }: CurveQuery,
  curves: readonly CycleCurve[],
  { cell, activeMassG }: { cell: string; activeMassG: number | null },
): CurvesOfCell["curves"] {
  if (kind === "vit") return curves.map(traceView);
  if (kind === "dq") return differences(curves);
  const perGram = x === "specificCapacityMahG" ? massOf(cell, activeMassG) : null;
  return curves.map((curve) => curveView(curve, perGram));
}

/** @throws AppError `not_found` for what no test can be called */
function testNamed(test: string): string {
  const name = toTestName(test);
  if (name === null) throw new AppError("not_found", "There is no such test.");
  return name;
}

function modesOf({ kind, mode }: CurveQuery): ("charge" | "discharge")[] | null {
  if (mode !== undefined) return [mode];
  if (kind === "vit") return null;
  return kind === "dq" ? ["discharge"] : ["charge", "discharge"];
}

function massOf(cell: string, activeMassG: number | null): number {
  if (activeMassG !== null) return activeMassG;
  const problems = [{ pointer: "/x", message: "needs the active mass of the cell" }];
  throw new AppError("invalid_input", `The cell "${cell}" has no active mass: set activeMassG first.`, { problems });
}

const MILLI = 1000;

function curveView({ columns, ...curve }: CycleCurve, perGram: number | null) {
  const [x = [], y = []] = columns.map((values) => Array.from(values));
  return { ...curve, x: perGram === null ? x : x.map((capacityAh) => (capacityAh * MILLI) / perGram), y };
}

function traceView({ columns, ...curve }: CycleCurve) {
  const [t = [], voltage = [], current = [], temperature = []] = columns.map((values) => Array.from(values));
  return {
    ...curve,
    t,
    voltage,
    current,
    temperature: temperature.map((value) => (Number.isNaN(value) ? null : value)),
  };
}

/** Each curve of capacity over voltage against the first one of its direction, at the voltages that both have. */
function differences(curves: readonly CycleCurve[]) {
  return curves.flatMap((curve) => {
    const first = curves.find(({ mode }) => mode === curve.mode);
    return first && first !== curve ? [difference(first, curve)] : [];
  });
}

function difference(first: CycleCurve, { columns, ...curve }: CycleCurve) {
  const [ownV = NONE, ownAh = NONE] = columns;
  const [firstV = NONE, firstAh = NONE] = first.columns;
  const firstCapacityAt = new Map(
    Array.from(firstV, (voltageV, index) => [voltageV, floatAt(firstAh, index)] as const),
  );
  // Both are multiples of one grid: equal places are equal numbers.
  const rows = [...ownV.keys()].filter((index) => firstCapacityAt.has(floatAt(ownV, index)));
  if (rows.length === 0) {
    return { ...curve, x: [], y: [], log10Variance: null, note: curve.note ?? first.note ?? NOTHING_IN_COMMON };
  }
  const x = rows.map((index) => floatAt(ownV, index));
  const { deltaAh, log10Variance } = deltaQ(
    Float64Array.from(x, (voltageV) => firstCapacityAt.get(voltageV) ?? Number.NaN),
    Float64Array.from(rows, (index) => floatAt(ownAh, index)),
  );
  return { ...curve, x, y: Array.from(deltaAh), log10Variance };
}

const NONE = new Float64Array(0);
const NOTHING_IN_COMMON = "It has no voltage in common with the first cycle.";

import { z } from "zod";
import type { Cell } from "../../../data/cells/cell-reads";
import { inLab } from "../../../data/in-lab";
import { listRuns } from "../../../data/series/run-reads";
import { AppError } from "../../../errors";
import type { LabScope } from "../../../lab-scope";
import { toTestName } from "../../../domain/cells/input-names";
import { toIsoTime } from "../../../domain/samples/input-times";
import { cellAbout, withAboutCell } from "./about-cell";
import { cellOfPath } from "./cells";
import { STEP_CONTROLS, type StepControl, type StepPart } from "../../../domain/cycles/step-control";
import { testSteps } from "../../../domain/cycles/test-steps";
import { columnDefinitions, toColumns } from "../../tables/table";
import { defineOperation } from "../operation";
import { cellParams, time, nullableNumber, capacityAh, energyWh, testInQuery } from "../shared-schemas";

const stepPart = z.object({
  startedAt: time,
  endedAt: time,
  durationS: z.number(),
  capacityAh: capacityAh.meta({ description: "Ah, of the step's direction" }),
  energyWh: energyWh.meta({ description: "Wh, of the step's direction" }),
});

const stepPulse = z
  .object({
    restVoltageV: z.number().meta({ description: "V, of the last sample of the rest before it" }),
    currentA: z.number().meta({ description: "A, its mean; negative for a discharge" }),
    socFromNominal: nullableNumber.meta({
      description: "State of charge before it: 1 + (net charge − its highest value in the test) ÷ nominal capacity",
    }),
    socFromSpan: nullableNumber.meta({
      description: "The same between the lowest and the highest net charge of the test, which are 0 and 1",
    }),
    resistanceOhm: z
      .object({
        "0": nullableNumber,
        "1": nullableNumber,
        "2": nullableNumber,
        "10": nullableNumber,
        "30": nullableNumber,
        end: nullableNumber,
      })
      .meta({ description: "Ω, |ΔV ÷ ΔI| against the rest, by the seconds since its start and at its last sample" }),
  })
  .meta({ id: "Pulse" });

const stepAnswer = z
  .object({
    test: z.string(),
    index: z.int().meta({ description: "Ordinal in the test, from 0" }),
    cycle: z.int(),
    cyclerCycle: z.int(),
    step: z.int().nullable().meta({ description: "The cycler's number" }),
    stepCount: z.int().nullable(),
    mode: z.enum(["charge", "discharge", "rest", "mixed"]).meta({ description: "Derived from the current" }),
    control: z.enum(STEP_CONTROLS).nullable().meta({
      description:
        "How its current was controlled, by the samples: `CC-CV` where it stayed within 2 % of its median until the voltage was held and the current fell. Null while the step runs, and until workers have recomputed what an older release stored",
    }),
    constantCurrent: stepPart.nullable().meta({ description: "The part before the voltage is held, where it is" }),
    constantVoltage: stepPart.nullable().meta({ description: "The part from there on; both sum to the step" }),
    pulse: stepPulse.nullable().meta({
      description: "Of a pulse of at most 120 s and 5 % of nominal capacity between two rests",
    }),
    startedAt: time,
    endedAt: time,
    durationS: z.number().meta({ description: "s; with the time before the first sample that `stepTime` proves" }),
    uncoveredS: nullableNumber.meta({ description: "s before its runs that no interval and no lead-in covers" }),
    chargeCapacityAh: capacityAh,
    dischargeCapacityAh: capacityAh,
    chargeEnergyWh: energyWh,
    dischargeEnergyWh: energyWh,
    minVoltageV: z.number(),
    maxVoltageV: z.number(),
    maxTemperatureC: nullableNumber,
    sampleCount: z.int(),
  })
  .meta({ id: "Step" });

const stepsAnswer = z.object({ cell: z.string(), steps: z.array(stepAnswer), about: cellAbout });

export const listStepsOperation = defineOperation({
  method: "GET",
  path: "/api/v1/cells/{name}/steps",
  summary: "The steps of a cell",
  keyScopes: ["read"],
  granted: { kind: "cell", read: "steps" },
  params: cellParams,
  query: z.strictObject({
    test: testInQuery,
    control: z.enum(STEP_CONTROLS).optional().meta({ description: "Only steps of that control; `pulse`, say" }),
  }),
  body: null,
  answer: { status: 200, description: "Its steps by test, in order", schema: stepsAnswer },
  table: ({ cell, steps, about }) => ({
    columns: toColumns(stepAnswer, steps),
    about: { cell, ...about, definitions: columnDefinitions(stepAnswer) },
  }),
  refusals: ["not_found"],
});

type StepsQuery = { test?: string | undefined; control?: StepControl | undefined };

/** The steps of a cell, test by test. */
export async function listStepViews(
  scope: LabScope,
  { params, query }: { params: { name: string }; query: StepsQuery },
) {
  const cell = await cellOfPath(scope, params);
  const steps = await inLab(scope, async (tx) => {
    const views = [];
    for (const { testId, name, cycleOffset } of requestedTests(cell, query.test)) {
      const shown = testSteps(await listRuns(scope, tx, { testId }), cell.nominalCapacityAh);
      for (const { startedAtUs, endedAtUs, parts, longestIntervalS: _longest, hasGap: _hasGap, ...step } of shown) {
        if (query.control !== undefined && step.control !== query.control) continue;
        views.push({
          test: name,
          ...step,
          constantCurrent: parts && partView(parts.constantCurrent),
          constantVoltage: parts && partView(parts.constantVoltage),
          cycle: step.cyclerCycle + cycleOffset,
          startedAt: toIsoTime(startedAtUs),
          endedAt: toIsoTime(endedAtUs),
        });
      }
    }
    return views;
  });
  return { cell: cell.name, steps };
}

export const listStepsWithAbout = withAboutCell(listStepViews, ({ test, control }: StepsQuery) => ({
  test: test ?? null,
  control: control ?? null,
}));

const partView = ({ startedAtUs, endedAtUs, ...part }: StepPart) => ({
  startedAt: toIsoTime(startedAtUs),
  endedAt: toIsoTime(endedAtUs),
  ...part,
});

/** One test of the cell, or all. @throws AppError `not_found` for a name that none of its tests has */
export function requestedTests(cell: Cell, test: string | undefined): Cell["tests"] {
  if (test === undefined) return cell.tests;
  const requested = cell.tests.filter(({ name }) => name === toTestName(test));
  if (requested.length === 0)
    throw new AppError("not_found", `The cell "${cell.name}" has no test "${test.slice(0, 128)}".`);
  return requested;
}

import { z } from "zod";
import { rateTest } from "../../../domain/cycles/pulses/rate-test";
import type { LabScope } from "../../../lab-scope";
import { columnDefinitions, toColumns } from "../../tables/table";
import { cellAbout, withAboutCell } from "./about-cell";
import { cellOfPath } from "./cells";
import { defineOperation } from "../operation";
import { capacityAh, cellParams, nothing, nullableNumber } from "../shared-schemas";
import { shownCycles } from "./shown-cycles";

const rateTestStep = z
  .object({
    rateC: z.number().meta({ description: "Nominal discharge rate, 1/h", examples: [0.5] }),
    rate: z.string().meta({ description: "Its name", examples: ["C/2"] }),
    cycles: z.int().meta({ description: "Number of cycles" }),
    dischargeCapacityAh: capacityAh.meta({ description: "Their mean, Ah" }),
    ofFirst: nullableNumber.meta({ description: "Ratio to the mean at the slowest rate" }),
  })
  .meta({ id: "RateTestStep" });

const rateTestAnswer = z.object({
  cell: z.string(),
  nominalCapacityAh: nullableNumber.meta({ description: "Ah; null: no rate is known" }),
  rateTest: z.array(rateTestStep),
  about: cellAbout,
});

export const getRateTestOperation = defineOperation({
  method: "GET",
  path: "/api/v1/cells/{name}/rate-test",
  summary: "Discharge capacity of a cell over discharge rate",
  description:
    "Statistics cycles, formation apart, by their nominal rate: the usual one (C/20, C/10, C/5, C/3, C/2, 1C, 2C, 3C, 5C, 10C) within ±10 % of which `dischargeRateC` lies, else its own two digits. Empty without a nominal capacity.",
  keyScopes: ["read"],
  granted: { kind: "cell", read: "rate-test" },
  params: cellParams,
  query: nothing,
  body: null,
  answer: { status: 200, description: "The slowest rate first", schema: rateTestAnswer },
  table: ({ rateTest: steps, about, ...ofAll }) => ({
    columns: toColumns(rateTestStep, steps),
    about: { ...ofAll, ...about, definitions: columnDefinitions(rateTestStep) },
  }),
  refusals: ["not_found"],
});

async function getRateTestView(scope: LabScope, { params }: { params: { name: string } }) {
  const cell = await cellOfPath(scope, params);
  const { cycles } = await shownCycles(scope, cell);
  return { cell: cell.name, nominalCapacityAh: cell.nominalCapacityAh, rateTest: rateTest(cycles) };
}

export const getRateTestWithAbout = withAboutCell(getRateTestView, () => ({}));

import { z } from "zod";
import { cycleNumber } from "../../../domain/cells/input-text";
import { listSampleViews } from "../../rest/cells/cell-samples";
import { cellHead, cyclesOfCell, stepsOfCycle, testClockOfCell } from "./cell-page";
import { testsOfCell } from "./cell-tests";
import { cellImports } from "../import-views";
import { cyclesShown } from "../shares/compared-cycles";
import { ofCell, sharableCell } from "../shares/sharable-cell";
import { labProcedure, router } from "../trpc";

/** Unix ms, of the years 1970 to 9999. */
const moment = z.number().min(0).max(253_402_300_799_999);
const US_PER_MS = 1000;

const window = z.object({
  fromMs: moment.nullable(),
  toMs: moment.nullable(),
  points: z.int().min(2).max(4000),
});

/** What the page of a cell asks for, beside its curves and its ageing. */
export const cellPageRouter = router({
  head: sharableCell([]).query(({ ctx, input }) => cellHead(ctx.scope, input.cell)),
  cycles: sharableCell(["compare"]).query(async ({ ctx, input }) =>
    cyclesShown(ctx.share, await cyclesOfCell(ctx.scope, input.cell)),
  ),
  steps: sharableCell([])
    .input(z.object({ cycle: cycleNumber }))
    .query(async ({ ctx, input }) => ({ steps: await stepsOfCycle(ctx.scope, input.cell, input.cycle) })),
  samples: sharableCell([])
    .input(window)
    .query(({ ctx, input: { cell, fromMs, toMs, points } }) => {
      const from = fromMs === null ? undefined : fromMs * US_PER_MS;
      const to = toMs === null ? undefined : toMs * US_PER_MS;
      return listSampleViews(ctx.scope, { params: { name: cell }, query: { from, to, points } });
    }),
  testClock: sharableCell([]).query(({ ctx, input }) => testClockOfCell(ctx.scope, input.cell)),
  tests: sharableCell([]).query(({ ctx, input }) => testsOfCell(ctx.scope, input.cell)),
  imports: labProcedure.input(ofCell).query(({ ctx, input }) => cellImports(ctx.scope, input.cell)),
});

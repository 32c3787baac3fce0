import { z } from "zod";
import { knownCellName } from "../../../domain/cells/input-names";
import { cycleNumber, id } from "../../../domain/cells/input-text";
import { cellChanges } from "../../../services/cells/cell-settings";
import { cellEdits, editCells } from "../../../services/cells/edit-cells";
import { cellMerge, mergeCells } from "../../../services/cells/merge-cells";
import { moveTest, testMove } from "../../../services/cells/move-test";
import { putCell } from "../../../services/cells/put-cell";
import { cellRemoval, removeCell } from "../../../services/cells/remove-cell";
import { removeTest, testRemoval } from "../../../services/cells/remove-test";
import { removeTimeRange, timeRangeRemoval } from "../../../services/cells/remove-time-range";
import { cellRename, renameCell } from "../../../services/cells/rename-cell";
import { cellSheet, silentCells } from "./cell-sheet";
import { PEER_KINDS, peerCurves } from "./peer-curves";
import { givenTo } from "../../http/given";
import { getAgeingView } from "../../rest/cells/ageing";
import { curveQuery } from "../../rest/cells/curve-query";
import { listFittingCurveViews } from "../../rest/cells/curves";
import { sharableCell } from "../shares/sharable-cell";
import { labProcedure, router } from "../trpc";

const peersInput = z.object({
  cell: knownCellName,
  /** Id 0 is the built-in grouping of all cells. */
  groupingId: id.or(z.literal(0)),
  cycle: cycleNumber,
  kind: z.enum(PEER_KINDS),
  mode: z.enum(["charge", "discharge"]).nullable(),
  /** As the cell's own curves are made. */
  ...curveQuery.pick({ smoothing: true, gridAh: true }).shape,
});
const cellPut = z.object({ name: z.string(), changes: cellChanges });

export const cellsRouter = router({
  sheet: labProcedure.query(({ ctx }) => cellSheet(ctx.scope)),
  silent: labProcedure.query(({ ctx }) => silentCells(ctx.scope)),
  ageing: sharableCell([]).query(({ ctx, input: { cell } }) => getAgeingView(ctx.scope, { params: { name: cell } })),
  curves: sharableCell([])
    .input(z.object({ query: curveQuery }))
    .query(({ ctx, input: { cell, query } }) => listFittingCurveViews(ctx.scope, { params: { name: cell }, query })),
  peers: labProcedure.input(peersInput).query(({ ctx, input }) => peerCurves(ctx.scope, input)),
  edit: labProcedure.input(givenTo(cellEdits)).mutation(({ ctx, input }) => editCells(ctx.scope, input.given)),
  put: labProcedure.input(givenTo(cellPut)).mutation(async ({ ctx, input }) => {
    const { cell } = await putCell(ctx.scope, input.given);
    return { name: cell.name };
  }),
  rename: labProcedure.input(givenTo(cellRename)).mutation(({ ctx, input }) => renameCell(ctx.scope, input.given)),
  merge: labProcedure.input(givenTo(cellMerge)).mutation(({ ctx, input }) => mergeCells(ctx.scope, input.given)),
  moveTest: labProcedure.input(givenTo(testMove)).mutation(({ ctx, input }) => moveTest(ctx.scope, input.given)),
  removeTimeRange: labProcedure
    .input(givenTo(timeRangeRemoval))
    .mutation(({ ctx, input }) => removeTimeRange(ctx.scope, input.given)),
  removeTest: labProcedure.input(givenTo(testRemoval)).mutation(({ ctx, input }) => removeTest(ctx.scope, input.given)),
  remove: labProcedure.input(givenTo(cellRemoval)).mutation(({ ctx, input }) => removeCell(ctx.scope, input.given)),
});

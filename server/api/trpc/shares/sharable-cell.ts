import { z } from "zod";
import { knownCellName } from "../../../domain/cells/input-names";
import type { ViewPage } from "../../../domain/labs/granted-view";
import { sharableProcedure } from "../trpc";
import { requireCell } from "./share";

export const ofCell = z.object({ cell: knownCellName });

/** A procedure on a cell that the page of a link asks, too, where the link shows that cell. @param also pages beside that of a cell */
export const sharableCell = (also: readonly ViewPage[]) =>
  sharableProcedure.input(ofCell).use(({ ctx, input, next }) => {
    requireCell(ctx.share, input.cell, ["cell", ...also]);
    return next();
  });

import { z } from "zod";
import { plainName } from "../../domain/cells/input-names";
import { cellFilter } from "../../domain/cells/input-filter";
import { id } from "../../domain/cells/input-text";
import { METRIC_NAMES } from "../../domain/cycles/metrics";
import { cycleTag } from "../../domain/tags/input-cycle-tags";

/** A chart that is grouped by more at a time deserves a grouping with a name. */
const MAX_FIELDS = 2;
const MAX_RATE_C = 1000;

/** How the cells of a page are split, and which of them. */
export const groupingInput = z.object({
  /** Id 0 is the built-in grouping of all cells. */
  groupingId: id.or(z.literal(0)),
  /** Fields to group by instead, without storing a grouping. */
  by: z.array(plainName).min(1).max(MAX_FIELDS).nullable().default(null),
  /** Of the only cells that it shows; null: all. */
  where: cellFilter.nullable().default(null),
});

/** Which statistics of its groups it shows. */
export const statisticsInput = groupingInput.extend({
  metric: z.enum(METRIC_NAMES),
  /** The tag of the cycles that are asked for: a kind or one of the lab's own; null: all. */
  tag: cycleTag.nullable().default(null),
  /** Their discharge rate, 1/h, ±10 %; null: any. */
  rateC: z.number().gt(0).max(MAX_RATE_C).nullable().default(null),
});

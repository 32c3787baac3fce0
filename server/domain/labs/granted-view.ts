import { z } from "zod";
import { cellFilter } from "../cells/input-filter";
import { id, MAX_ID, text } from "../cells/input-text";
import { knownCellName, plainName } from "../cells/input-names";
import { METRIC_NAMES } from "../cycles/metrics";
import { OTHER_X_AXES } from "../groups/x-axes";
import { cycleTag } from "../tags/input-cycle-tags";

/** In which a link's page sends its secret: no log, address or referrer has it. */
export const SHARE_HEADER = "x-chargetracker-share";

/** The pages of which a view can be shared. `dive` is the page of groups with one group alone. */
export const VIEW_PAGES = ["groups", "dive", "cell", "compare"] as const;
export type ViewPage = (typeof VIEW_PAGES)[number];

const MAX_KEY = 4_000;
const MAX_NAME = 512;
const MAX_KEYS = 500;
const MAX_METRICS = 4;
const MAX_FIELDS = 2;
const MAX_RATE_C = 1_000;
/** As many as the page of comparisons pins. */
const MAX_PARTS = 12;
const MAX_QUERY = 16_000;
/** Of all that names what is shown, as JSON. */
const MAX_CHARACTERS = 64_000;

const rateC = z.number().gt(0).max(MAX_RATE_C);
const keys = z.array(text(MAX_KEY)).max(MAX_KEYS);

/** Groups that a view shows: of a grouping, or split by fields, in these metrics, of these cycles. */
const viewedGroups = z.strictObject({
  /** 0: all cells. */
  groupingId: id.or(z.literal(0)),
  by: z.array(plainName).min(1).max(MAX_FIELDS).nullable(),
  /** Of the only cells in them; null: of all. */
  where: cellFilter.nullable().default(null),
  metrics: z.array(z.enum(METRIC_NAMES)).min(1).max(MAX_METRICS),
  x: z.enum(OTHER_X_AXES).nullable(),
  tag: cycleTag.nullable(),
  rateC: rateC.nullable(),
  /** Keys of the only groups shown; null: of all but the hidden ones. */
  only: keys.nullable(),
  hidden: keys,
});
export type ViewedGroups = z.output<typeof viewedGroups>;

/** In what, over what and of which cycles a comparison shows its cells; x null: over the cycle number. */
const comparedBy = z.strictObject({
  metric: z.enum(METRIC_NAMES),
  x: z.enum(OTHER_X_AXES).nullable(),
  tag: cycleTag.nullable().default(null),
  rateC: rateC.nullable().default(null),
});
export type ComparedBy = z.output<typeof comparedBy>;

const shared = {
  page: z.enum(VIEW_PAGES),
  name: plainName,
  /** The query of the page's URL: how what is named here is drawn. It opens nothing by itself. */
  query: text(MAX_QUERY),
  groups: z.array(viewedGroups).max(MAX_PARTS),
  /** Of a comparison only. */
  compared: comparedBy.nullable().default(null),
};

/** A view as a grant names it: cells by their ids, so that it never shows something else that came to have the name. */
export const grantedView = z.object({
  kind: z.literal("view"),
  ...shared,
  cellIds: z.array(z.int().min(1).max(MAX_ID)).max(MAX_PARTS),
});
export type GrantedView = z.output<typeof grantedView>;

/** The same as it is asked for, with cells by their names. */
export const requestedView = z
  .strictObject({ ...shared, cells: z.array(knownCellName).max(MAX_PARTS) })
  .refine((view) => JSON.stringify(view).length <= MAX_CHARACTERS, "this view hides or compares too much to be shared")
  .refine(({ page, cells }) => page !== "cell" || cells.length === 1, "the page of a cell is of one cell")
  .refine(({ page, compared }) => (page === "compare") === (compared !== null), "a comparison says in what it compares")
  .refine(({ page, groups }) => (page === "cell" ? groups.length === 0 : true), "the page of a cell shows no groups");

/** What the page of a link is drawn from, beside its numbers: names of now, or of when it was frozen. */
export const sharedOpening = z.object({
  page: z.enum(VIEW_PAGES),
  name: text(MAX_NAME),
  query: text(MAX_QUERY),
  timeZone: text(MAX_NAME),
  splits: z.array(
    viewedGroups.pick({ groupingId: true, by: true, where: true, metrics: true }).extend({
      name: text(MAX_KEY),
      /** The fields whose values name the groups; none where they have colours of their own. */
      styledBy: z.array(text(MAX_NAME)),
    }),
  ),
  /** In the order in which the view names them; null for one that was deleted. */
  cells: z.array(text(MAX_NAME).nullable()),
});
export type SharedOpening = z.output<typeof sharedOpening>;

/** Whether a view shows a group of what it names. */
export const showsGroup = ({ only, hidden }: ViewedGroups, key: string): boolean =>
  (only === null || only.includes(key)) && !hidden.includes(key);

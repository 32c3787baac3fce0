import { z } from "zod";
import { id, text } from "../cells/input-text";
import { grantedView } from "./granted-view";

/** What a grant can show of each kind of thing: the last part of a path of the REST API. */
export const GRANTED_READS = {
  cell: ["cycles", "steps", "samples", "curves", "ageing", "rate-test", "tags", "export"],
  grouping: ["cycles", "deviations", "ageing", "strays", "export"],
} as const;
export type GrantedKind = keyof typeof GRANTED_READS;

const ALL_READS = [...new Set([...GRANTED_READS.cell, ...GRANTED_READS.grouping])] as const;
export type GrantedRead = (typeof ALL_READS)[number];

export const grantedReads = z.array(z.enum(ALL_READS));

/** What a grant shows, as it is stored: by id, so that it never shows something else that came to have the name. */
export const grantedResource = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("cell"), cellId: z.int() }),
  z.object({ kind: z.literal("grouping"), groupingId: z.int() }),
  grantedView,
]);
export type GrantedResource = z.infer<typeof grantedResource>;

/** Of a cell's name, however it is composed; what none can be called names nothing. */
const MAX_NAME = 2_048;

/** What a grant of tables is asked for: a cell by its name, or a grouping by its id. Views of pages are shared in `share-view.ts`. */
export const requestedResource = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("cell"), name: text(MAX_NAME) }),
    z.strictObject({ kind: z.literal("grouping"), id: id.or(z.literal(0)).meta({ description: "0: all cells" }) }),
  ])
  .meta({ id: "GrantedResource" });
export type RequestedResource = z.output<typeof requestedResource>;

/** The path of what a grant shows, as of the names of now. */
export function grantedPath(resource: RequestedResource, read: GrantedRead): string {
  return resource.kind === "cell"
    ? `/api/v1/cells/${encodeURIComponent(resource.name)}/${read}`
    : `/api/v1/groupings/${resource.id}/${read}`;
}

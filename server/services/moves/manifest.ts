import { z } from "zod";
import { databaseRelease, movedMember } from "../../data/moves/move-reads";
import { text } from "../../domain/cells/input-text";

/** What an export is laid out as; raised when another release could not read it. */
export const MOVE_FORMAT = 1;

const name = text(300);
const sha256 = z.hex().length(64);
const anyRow = z.record(text(100), z.json());

/** A file of rows of one table, by its table's columns. */
export const movedPart = z.object({
  file: name.regex(/^[\w.-]+$/),
  table: name,
  rows: z.int().min(0),
  bytes: z.int().min(0),
  sha256,
  /** Of samples: what they were when it was written. */
  fingerprint: sha256.nullable(),
});
export type MovedPart = z.infer<typeof movedPart>;

/** What an export holds, written last: a folder without one is not whole. */
export const manifest = z.object({
  format: z.literal(MOVE_FORMAT),
  takenAt: z.iso.datetime(),
  release: databaseRelease,
  lab: z.object({ id: name, name, slug: name, settings: anyRow, state: anyRow.nullable() }),
  members: z.array(movedMember).max(100_000),
  columns: z.record(name, z.array(name).max(1000)),
  parts: z.array(movedPart).max(10_000_000),
});
export type Manifest = z.infer<typeof manifest>;

/** Read before the rest, which another release may have otherwise. */
export const manifestFormat = z.object({ format: z.int() });

import { z } from "zod";

/** Of PostgreSQL's integer. */
export const MAX_ID = 2 ** 31 - 1;

/** Text as the database can hold it: no NUL, and no half of a character that two units make. */
export const text = (mostCharacters: number) =>
  z
    .string()
    .max(mostCharacters)
    .refine(
      (given) => given.isWellFormed() && !given.includes("\u0000"),
      "expected text of whole characters, without NUL",
    );

/** An id of ours: one that the database cannot hold is the id of nothing, and no failure. */
export const id = z.int().positive().max(MAX_ID);

/** A number of a cycle, which offsets may bring below 0. */
export const cycleNumber = z.int().min(-MAX_ID).max(MAX_ID);

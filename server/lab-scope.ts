import type { Role } from "./domain/labs/permissions";

declare const minted: unique symbol;

export type { Role };
export type KeyScope = "ingest" | "read" | "manage";

/** What a grant opens of its lab, by ids: a cell, or a grouping. */
export type Narrowed = { kind: "cell"; cellId: number } | { kind: "grouping"; groupingId: number };

/**
 * Proof that the bearer may act in a lab: the first argument of every data function. Minted only in server/auth, from a session, an
 * API key or a job.
 */
export type LabScope = {
  readonly [minted]: true;
  readonly labId: number;
  /** Whoever acts, as the audit names them: "user:…", "key:…", "grant:…" or "job". */
  readonly actor: string;
  /** In which a member acts; for a key, what its scopes amount to. */
  readonly role: Role;
  /** Whether they are an owner who acts as an admin, because they lack the second factor that the lab asks of owners. */
  readonly owesSecondFactor: boolean;
  /** The one thing that a grant shows; null for whoever may see all of the lab. */
  readonly narrowedTo: Narrowed | null;
};

/** Whether the bearer may see that: all that the lab has, or the one thing that their grant shows. */
export function opens({ narrowedTo }: LabScope, asked: Narrowed): boolean {
  if (narrowedTo === null) return true;
  if (narrowedTo.kind === "cell") return asked.kind === "cell" && asked.cellId === narrowedTo.cellId;
  return asked.kind === "grouping" && asked.groupingId === narrowedTo.groupingId;
}

import type { Role } from "./domain/labs/permissions";

declare const minted: unique symbol;

export type { Role };
export type KeyScope = "ingest" | "read" | "manage";

type Cell = { kind: "cell"; cellId: number };
/** A grouping, or a split by fields, which no grouping stores; where a filter says so, of some cells only. */
type Split = { kind: "grouping"; groupingId: number; by?: readonly string[] | null; where?: string | null };
type View = {
  kind: "view";
  cellIds: readonly number[];
  groups: readonly { groupingId: number; by: readonly string[] | null; where: string | null }[];
};

/** What a grant opens of its lab, by ids: a cell, a grouping, or what a shared view shows. */
type Narrowed = Cell | Split | View;

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
export function opens({ narrowedTo }: LabScope, requested: Cell | Split): boolean {
  if (narrowedTo === null) return true;
  if (requested.kind === "cell") {
    return narrowedTo.kind === "view"
      ? narrowedTo.cellIds.includes(requested.cellId)
      : isSameCell(narrowedTo, requested);
  }
  const splits = narrowedTo.kind === "view" ? narrowedTo.groups : narrowedTo.kind === "grouping" ? [narrowedTo] : [];
  return splits.some((split) => isSameSplit(split, requested));
}

const isSameCell = (narrowedTo: Cell | Split, { cellId }: Cell) =>
  narrowedTo.kind === "cell" && narrowedTo.cellId === cellId;

const isSameSplit = (one: Omit<Split, "kind">, other: Split) => splitKey(one) === splitKey(other);
const splitKey = ({ groupingId, by = null, where = null }: Omit<Split, "kind">) =>
  JSON.stringify([groupingId, by, where]);

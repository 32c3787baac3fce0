import type { Role } from "./domain/labs/permissions";

declare const minted: unique symbol;

export type { Role };
export type KeyScope = "ingest" | "read" | "manage";

/**
 * Proof that the bearer may act in a lab: the first argument of every data function. Minted only in server/auth, from a session, an
 * API key or a job.
 */
export type LabScope = {
  readonly [minted]: true;
  readonly labId: number;
  /** Whoever acts, as the audit names them: "user:…", "key:…" or "job". */
  readonly actor: string;
  /** In which a member acts; for a key, what its scopes amount to. */
  readonly role: Role;
  /** Whether they are an owner who acts as an admin, because they lack the second factor that the lab asks of owners. */
  readonly owesSecondFactor: boolean;
};

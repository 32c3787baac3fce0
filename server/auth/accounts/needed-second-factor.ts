import { APIError } from "better-auth/api";
import { listLabsOfUser } from "../../data/labs/lab-reads";
import { type HookContext, sessionUser } from "./hook-context";

/** Before a second factor is turned off: an owner keeps it while a lab of theirs asks its owners for one. */
export async function keepNeededSecondFactor(ctx: HookContext): Promise<void> {
  if (ctx.path !== "/two-factor/disable") return;
  const user = await sessionUser(ctx);
  const labs = user ? await listLabsOfUser({ userId: user.id }) : []; // nobody is signed in, which the library says itself
  const needing = labs.filter(({ needsSecondFactor }) => needsSecondFactor).map(({ name }) => `“${name}”`);
  if (needing.length === 0) return;
  const asks = needing.length === 1 ? "asks its owners" : "ask their owners";
  throw new APIError("CONFLICT", {
    message: `You own ${needing.join(", ")}, which ${asks} for a second factor. It stays on until that is changed there.`,
  });
}

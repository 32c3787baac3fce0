import { labScopeForShare, type SharedView } from "../../../auth/lab-scope";
import { ownTurns } from "../../../auth/own-turns";
import { listCellNames } from "../../../data/cells/cell-reads";
import { inLabConfig } from "../../../data/in-lab-config";
import type { ViewPage } from "../../../domain/labs/granted-view";
import { AppError } from "../../../errors";

/** What a link shares, with what its cells are called now, by their ids. */
export type Share = SharedView & { names: ReadonlyMap<number, string> };

/** What visitors ask by one link: a page of it asks for less than waits here, and nobody has to say who they are. */
export const inTurnOfShare = ownTurns("requests of links", { atOnce: 2, mostWaiting: 20 });

/**
 * Does what is asked by a link, in its turn.
 * @throws AppError `not_found` where the link shares nothing any more, `unauthenticated` where it asks for a session and there is none,
 *   `too_many` where much of that link waits
 */
export async function withShare<T>(
  secret: string,
  visitor: { isSignedIn: boolean },
  work: (share: Share) => Promise<T>,
): Promise<T> {
  const shared = await labScopeForShare(secret, visitor);
  return inTurnOfShare(shared.grantId, async () => {
    const { scope, view } = shared;
    const names = await inLabConfig(scope, (tx) => listCellNames(scope, tx, view));
    return work({ ...shared, names });
  });
}

/** One answer for whatever a link does not show. */
export const notShown = () => new AppError("not_found", "This link does not show that.");

/** @throws AppError `not_found` for a cell that the link does not show on such a page */
export function requireCell(share: Share | null, cell: string | null, pages: readonly ViewPage[]): void {
  if (share === null) return;
  const isShown = cell !== null && pages.includes(share.view.page) && [...share.names.values()].includes(cell);
  if (!isShown) throw notShown();
}

import { labScopeForMember } from "../../auth/lab-scope";
import type { CellHead } from "../../domain/cells/cell-page";
import { AppError } from "../../errors";
import { cellHead } from "../trpc/cell-page";

/** The head of a cell's page, which is sent with it; null where there is no such cell for this person. */
export async function findCellOfPage(userId: string, labSlug: string, name: string): Promise<CellHead | null> {
  const scope = await labScopeForMember(userId, labSlug);
  if (!scope) return null;
  return cellHead(scope, name).catch((error: unknown) => {
    if (error instanceof AppError && error.kind === "not_found") return null;
    throw error;
  });
}

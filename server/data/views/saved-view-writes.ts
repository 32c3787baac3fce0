import type { SavedPage } from "../../domain/labs/saved-views";
import type { LabScope } from "../../lab-scope";
import type { ConfigTransaction } from "../in-lab-config";

/** Saves a view under a name that none has. */
export async function insertSavedView(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { name: string; page: SavedPage; cellId: number | null; query: string },
): Promise<void> {
  await tx.savedView.create({ data: { ...args, labId: scope.labId }, select: { savedViewId: true } });
}

/** Gives a saved view another name. @returns whether there was one */
export async function updateSavedViewName(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { name: string; newName: string },
): Promise<boolean> {
  const where = { labId: scope.labId, name: args.name };
  const { count } = await tx.savedView.updateMany({ where, data: { name: args.newName } });
  return count > 0;
}

/** Removes a saved view. @returns whether there was one */
export async function deleteSavedView(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { name: string },
): Promise<boolean> {
  const { count } = await tx.savedView.deleteMany({ where: { labId: scope.labId, name: args.name } });
  return count > 0;
}

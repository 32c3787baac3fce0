import { labScopeForMember } from "../../auth/lab-scope";
import { listNamesTaken } from "../../data/cells/cell-reads";
import { listForwards } from "../../data/deletion/tombstone-reads";
import { inLabConfig } from "../../data/in-lab-config";
import { inLab } from "../../data/in-lab";
import { followCell } from "../../domain/samples/forwards";

/**
 * What cells that an older link names are called now, by their names of then: those that were renamed or merged since, and are still there. A name
 * that a cell has today stays that cell's.
 */
export async function findRenamedCells(
  userId: string,
  labSlug: string,
  names: readonly string[],
): Promise<Map<string, string>> {
  const scope = await labScopeForMember(userId, labSlug);
  if (!scope || names.length === 0) return new Map();
  const namesTaken = (requested: readonly string[]) =>
    inLabConfig(scope, (tx) => listNamesTaken(scope, tx, { names: requested }));
  const present = await namesTaken(names);
  const absent = names.filter((name) => !present.has(name));
  if (absent.length === 0) return new Map();
  const forwards = await inLab(scope, (tx) => listForwards(scope, tx, { fromSeq: 0 }));
  const followed = absent.map((name) => [name, followCell(name, -1, forwards).cell] as const);
  const taken = await namesTaken(followed.map(([, now]) => now));
  return new Map(followed.filter(([, now]) => taken.has(now)));
}

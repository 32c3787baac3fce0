import type { System } from "./system";

/** How many numbers of a cell the operator's own check (`admin verify`) finds different from a fresh computation. */
export async function countVerifyDifferences(system: Pick<System, "env" | "lab">, cell: string): Promise<number> {
  Object.assign(process.env, system.env, { LOG_LEVEL: "silent" }); // settings are read on first use
  const [{ labScopeForAdmin }, { verifyCell }] = await Promise.all([
    import("../server/auth/lab-scope"),
    import("../server/services/recompute/verify-cell"),
  ]);
  return (await verifyCell(labScopeForAdmin(system.lab.labId), { cell })).differences.length;
}

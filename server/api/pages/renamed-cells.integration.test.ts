import { expect, it } from "vitest";
import { mergeCells } from "../../services/cells/merge-cells";
import { putCell } from "../../services/cells/put-cell";
import { removeCell } from "../../services/cells/remove-cell";
import { renameCell } from "../../services/cells/rename-cell";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { createStaffedLab } from "../../testing/team";
import { findRenamedCells } from "./renamed-cells";

cloneTestDatabase();

it("finds what was renamed and merged, over several steps, and nothing that is there or gone", async () => {
  const { slug, admin, viewer } = await createStaffedLab();
  const { scope } = admin;
  for (const name of ["A", "B", "C", "D"]) await putCell(scope, { name, changes: {} });
  await renameCell(scope, { cell: "A", newName: "A1" });
  await renameCell(scope, { cell: "A1", newName: "A2" });
  await mergeCells(scope, { cell: "B", into: "C" });
  await renameCell(scope, { cell: "D", newName: "D1" });
  await removeCell(scope, { cell: "D1" });
  const names = ["A", "A1", "A2", "B", "C", "D", "nobody"];
  const found = await findRenamedCells(viewer.userId, slug, names);
  expect(Object.fromEntries(found)).toEqual({ A: "A2", A1: "A2", B: "C" });
  // Who takes an old name has it.
  await putCell(scope, { name: "A", changes: {} });
  expect((await findRenamedCells(viewer.userId, slug, ["A"])).size).toBe(0);
});

it("tells nobody else", async () => {
  const { slug, admin } = await createStaffedLab();
  await putCell(admin.scope, { name: "A", changes: {} });
  await renameCell(admin.scope, { cell: "A", newName: "B" });
  const stranger = await createStaffedLab();
  expect((await findRenamedCells(stranger.owner.userId, slug, ["A"])).size).toBe(0);
});

import { expect, it } from "vitest";
import { inLabConfig } from "../../data/in-lab-config";
import { findSavedView, listSavedViews } from "../../data/views/saved-view-reads";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { createLab } from "../../testing/factories";
import { putCell } from "../cells/put-cell";
import { removeCell } from "../cells/remove-cell";
import { renameCell } from "../cells/rename-cell";
import { saveView } from "./save-view";

cloneTestDatabase();

it("shows the cells that were saved, whatever they and others are called by then", async () => {
  const { scope } = await createLab();
  for (const name of ["A", "B", "C"]) await putCell(scope, { name, changes: {} });
  const pins = "pin=cell:A&pin=cell:nobody&pin=cell:B";
  await saveView(scope, { name: "pair", view: { page: "compare", cell: null, query: pins } });
  await saveView(scope, { name: "beside", view: { page: "groups", cell: null, query: "referenceCell=C&cell=B" } });
  await renameCell(scope, { cell: "A", newName: "A & old" });
  await renameCell(scope, { cell: "C", newName: "A" });
  await removeCell(scope, { cell: "B" });
  const views = await inLabConfig(scope, (tx) => listSavedViews(scope, tx));
  const [beside, pair] = views.map(({ query }) => new URLSearchParams(query));
  expect(pair?.getAll("pin")).toEqual(["cell:A & old", "cell:nobody", "cell:B"]);
  expect([beside?.get("referenceCell"), beside?.get("cell")]).toEqual(["A", "B"]);
  expect(await inLabConfig(scope, (tx) => findSavedView(scope, tx, { name: "pair" }))).toEqual(views[1]);
});

import { expect, it } from "vitest";
import { inLabConfig } from "../../data/in-lab-config";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { createLab } from "../../testing/factories";
import { putCell } from "../cells/put-cell";
import { addExclusion } from "../exclusions/add-exclusion";
import { createMetadataField } from "../fields/create-metadata-field";
import { addAnnotation } from "./add-annotation";

cloneTestDatabase();

it("tells the audit what was noted and excluded, of what and by whom", async () => {
  const { scope } = await createLab();
  await createMetadataField(scope, { name: "chamber", type: "text" });
  await putCell(scope, { name: "A", changes: {} });
  const cycles = { from: 3, to: 4 };
  const times = { from: "2026-03-01T00:00:00.000Z", to: "2026-03-01T01:00:00.000Z" };
  const match = { field: "chamber", value: "K3" };
  const ofCell = await addAnnotation(scope, { cell: "A", cycles, text: "clip was loose" });
  const ofChamber = await addAnnotation(scope, { match, times, text: "chamber off" });
  const excluded = await addExclusion(scope, { cell: "A", cycles, reason: "clip was loose" });
  const found = await inLabConfig(scope, (tx) =>
    tx.auditEntry.findMany({
      where: { action: { in: ["annotation.add", "exclusion.add"] } },
      orderBy: { auditId: "asc" },
    }),
  );
  expect(found).toMatchObject([
    {
      ...{ action: "annotation.add", subject: "A", actor: scope.actor, before: null },
      after: { id: ofCell.id, match: null, cycles, times: null, text: "clip was loose" },
    },
    {
      ...{ action: "annotation.add", subject: "lab", actor: scope.actor, before: null },
      after: { id: ofChamber.id, match, cycles: null, text: "chamber off" },
    },
    {
      ...{ action: "exclusion.add", subject: "A", actor: scope.actor, before: null },
      after: { id: excluded.id, cycles, reason: "clip was loose" },
    },
  ]);
  for (const { at } of found) expect(Math.abs(Date.now() - at.getTime())).toBeLessThan(3_600_000);
});

import { expect, it, onTestFinished } from "vitest";
import { inLab } from "../../data/in-lab";
import { getLabState } from "../../data/labs/lab-state-reads";
import { putCell } from "../../services/cells/put-cell";
import { renameCell } from "../../services/cells/rename-cell";
import { importQuery } from "../../services/imports/read-import-options";
import { receiveImport } from "../../services/imports/receive-import";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { bdfFile, fileOf, STARTED_AT } from "../../testing/senders/import-sender";
import { createStaffedLab } from "../../testing/team";
import { startWorkerProcess } from "../../testing/senders/worker-process";
import { createCaller } from "./root";

cloneTestDatabase();

const MAPPING = { columns: { V: { field: "voltage", unit: "mV" } }, dayFirst: true } as const;

async function lab() {
  const staffed = await createStaffedLab();
  const as = (who: "member" | "viewer") =>
    createCaller({ user: { userId: staffed[who].userId, email: "", name: "" }, isSignedIn: async () => true });
  const send = async (cell: string, text: string, query: Record<string, string> = {}) => {
    const given = importQuery.parse({ cell, startedAt: STARTED_AT, fileName: `${cell}.csv`, ...query });
    const file = { file: fileOf(text), idempotencyKey: null };
    return (await receiveImport(staffed.member.scope, given, file)).importId;
  };
  return { ...staffed, labSlug: staffed.slug, as, send };
}

it("lists imports with who, when and what came of them, the newest first, and undoes one through a worker", async () => {
  const { labSlug, as, send, member } = await lab();
  await putCell(member.scope, { name: "A", changes: {} });
  const first = await send("A", `${bdfFile({ rows: 7_300 })}7300,3`, { partial: "true" });
  const second = await send("B", bdfFile({ rows: 30_000 }));
  const worker = startWorkerProcess();
  onTestFinished(() => worker.stop());
  const statusesOf = async () => (await as("viewer").imports.list({ labSlug })).imports.map(({ status }) => status);
  await expect.poll(statusesOf).toEqual(["stored", "stored"]);
  await renameCell(member.scope, { cell: "B", newName: "B2" });
  const { imports, nextCursor } = await as("viewer").imports.list({ labSlug });
  expect(nextCursor).toBeNull();
  expect(imports).toMatchObject([
    { id: second, fileName: "B.csv", tests: [{ cell: "B2", test: "", samples: 30_000 }], parts: 2, partsDone: 2 },
    { id: first, samples: 7_300, inserted: 7_300, cycles: 2, actorName: member.name, format: "bdf" },
  ]);
  const details = await as("viewer").imports.get({ labSlug, importId: first });
  expect(details.report?.warnings.map(({ row }) => row)).toContain(7_302); // the half line
  expect(details.warningCount).toBe(details.report?.warnings.length);
  expect(details.report?.columns.map(({ field }) => field)).toEqual([
    "testTime",
    "voltage",
    "current",
    "cycle",
    "step",
  ]);

  const undo = (who: "member" | "viewer") => as(who).imports.undo({ labSlug, given: { importId: second } });
  await expect(undo("viewer")).rejects.toMatchObject({ code: "FORBIDDEN" });
  expect(await undo("member")).toEqual({ importId: second, status: "undoing", replaced: 0 });
  await expect.poll(statusesOf).toEqual(["undone", "stored"]);
  await worker.stop();
  const { imports: after } = await as("viewer").imports.list({ labSlug, cursor: null });
  expect(after[0]).toMatchObject({ removed: 30_000, undoneAtMs: expect.any(Number) });
  expect((await as("viewer").cells.sheet({ labSlug })).cells.map(({ name }) => name)).toEqual(["A"]);
});

it("tells open pages that an import begins, is accepted, brings the same again, and is refused", async () => {
  const { send, member } = await lab();
  const versionOf = async () => (await inLab(member.scope, (tx) => getLabState(member.scope, tx))).version;
  const rises = async (work: () => Promise<unknown>) => {
    const before = await versionOf();
    await work();
    return (await versionOf()) - before;
  };
  expect(await rises(() => send("A", bdfFile({ rows: 9 }))), "begun, accepted").toBe(2);
  expect(await rises(() => send("A", bdfFile({ rows: 9 }))), "begun, the same as before").toBe(2);
  expect(await rises(() => send("A", "nothing to read").catch(() => {})), "begun, refused").toBe(2);
});

it("gives fifty at a time", async () => {
  const { labSlug, as, send } = await lab();
  for (let count = 0; count < 52; count++) await send(`cell ${count}`, bdfFile({ rows: 2 }));
  const page = await as("viewer").imports.list({ labSlug });
  expect(page.imports).toHaveLength(50);
  const next = await as("viewer").imports.list({ labSlug, cursor: page.nextCursor });
  expect(next.imports.map(({ fileName }) => fileName)).toEqual(["cell 1.csv", "cell 0.csv"]);
  expect(next.nextCursor).toBeNull();
});

it("keeps how columns are meant under names of the lab's", async () => {
  const { labSlug, as } = await lab();
  const save = (who: "member" | "viewer", given: { name: string; mapping: typeof MAPPING }) =>
    as(who).imports.mappings.save({ labSlug, given });
  await expect(save("viewer", { name: "own", mapping: MAPPING })).rejects.toMatchObject({ code: "FORBIDDEN" });
  await save("member", { name: " own ", mapping: MAPPING });
  await save("member", { name: "own", mapping: { ...MAPPING, dayFirst: true } });
  expect(await as("viewer").imports.mappings.list({ labSlug })).toEqual({
    mappings: [{ name: "own", mapping: MAPPING, updatedAtMs: expect.any(Number) }],
  });
  const remove = (who: "member" | "viewer") => as(who).imports.mappings.remove({ labSlug, given: { name: "own" } });
  await expect(remove("viewer")).rejects.toMatchObject({ code: "FORBIDDEN" });
  await remove("member");
  await expect(remove("member")).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect((await as("viewer").imports.mappings.list({ labSlug })).mappings).toEqual([]);
});

it("gives a saved mapping another name, unless one has it", async () => {
  const { labSlug, as } = await lab();
  for (const name of ["old", "other"]) {
    await as("member").imports.mappings.save({ labSlug, given: { name, mapping: MAPPING } });
  }
  const rename = (who: "member" | "viewer", name: string, newName: string) =>
    as(who).imports.mappings.rename({ labSlug, given: { name, newName } });
  const names = async () => (await as("viewer").imports.mappings.list({ labSlug })).mappings.map(({ name }) => name);
  await expect(rename("viewer", "old", "new")).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(rename("member", "old", "other")).rejects.toMatchObject({ code: "CONFLICT" });
  await expect(rename("member", "none", "new")).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await names()).toEqual(["old", "other"]);
  await rename("member", "old", "old");
  await rename("member", "old", " new ");
  expect(await names()).toEqual(["new", "other"]);
});

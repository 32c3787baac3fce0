import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { env } from "../env";
import { toAppError } from "../errors";
import { cloneTestDatabase } from "../testing/clone-test-database";
import { type Cut, proxyDatabase } from "../testing/senders/database-proxy";
import { batchOf, createLab } from "../testing/factories";
import { storeBatch } from "./batches/store-batch";
import { editCells } from "./cells/edit-cells";
import { putCell } from "./cells/put-cell";
import { registerCells } from "./cells/register-cells";
import { removeTest } from "./cells/remove-test";
import { renameCell } from "./cells/rename-cell";
import { createGrouping } from "./groupings/create-grouping";
import { createMetadataField } from "./fields/create-metadata-field";
import { updateLab } from "./labs/update-lab";

cloneTestDatabase();
const proxy = proxyDatabase();

let owner: pg.Client;
beforeAll(async () => {
  owner = new pg.Client({ connectionString: env().MIGRATE_DATABASE_URL }); // past the proxy
  await owner.connect();
});
afterAll(() => owner.end());

type Lab = Awaited<ReturnType<typeof createLab>>;

/** A lab with a cell "A" of an hour's charge. */
async function labWithCell(): Promise<Lab> {
  const lab = await createLab();
  await createMetadataField(lab.scope, { name: "cathode", type: "text" });
  const samples = [0, 1].map((hour) => ({ timeUs: 1.7e15 + hour * 3600e6, voltageV: 3, currentA: 1 }));
  await storeBatch(lab.scope, batchOf("A", samples));
  return lab;
}

/** The lab's version, and everything else of it that the verbs below change, as the schema's owner sees it. */
async function stateOf({ labId }: Lab) {
  const { rows } = await owner.query<{ version: string; rest: string }>(
    `SELECT (SELECT version FROM lab_states WHERE lab_id = $1) AS version, jsonb_build_array(
       (SELECT jsonb_agg(to_jsonb(c) ORDER BY cell_id) FROM cells c WHERE lab_id = $1),
       (SELECT jsonb_agg(to_jsonb(m) ORDER BY cell_id) FROM cell_metadata m WHERE lab_id = $1),
       (SELECT jsonb_agg(to_jsonb(t) ORDER BY test_id) FROM tests t WHERE lab_id = $1),
       (SELECT jsonb_agg(to_jsonb(y) ORDER BY test_id) FROM cycles y WHERE lab_id = $1),
       (SELECT jsonb_agg(to_jsonb(b) ORDER BY batch_id) FROM batches b WHERE lab_id = $1),
       (SELECT jsonb_agg(to_jsonb(g) ORDER BY grouping_id) FROM groupings g WHERE lab_id = $1),
       (SELECT jsonb_agg(to_jsonb(a) ORDER BY audit_id) FROM audit_log a WHERE lab_id = $1))::text AS rest
     FROM (SELECT) AS one`,
    [labId],
  );
  const [row] = rows;
  return { version: Number(row?.version), rest: row?.rest };
}

const VERBS: Record<string, (lab: Lab) => Promise<unknown>> = {
  editCells: ({ scope }) => editCells(scope, { edits: [{ cell: "A", activeMassG: 2, metadata: { cathode: "LFP" } }] }),
  putCell: ({ scope }) => putCell(scope, { name: "B", changes: { tests: { long: {} } } }),
  registerCells: ({ scope }) => registerCells(scope, [{ cell: "C", tests: [""], values: { nominalCapacityAh: 3 } }]),
  renameCell: ({ scope }) => renameCell(scope, { cell: "A", newName: "A-01" }),
  updateLab: ({ scope }) => updateLab(scope, { formationCycles: 3 }),
  createMetadataField: ({ scope }) => createMetadataField(scope, { name: "anode", type: "text" }),
  createGrouping: ({ scope }) => createGrouping(scope, { name: "by cathode", by: ["cathode"] }),
  removeTest: ({ scope }) => removeTest(scope, { cell: "A", test: "" }),
  storeBatch: ({ scope }) =>
    storeBatch(scope, batchOf("A", [{ timeUs: Date.now() * 1000, voltageV: 3, currentA: -1 }])),
};

const CUTS = Object.keys(VERBS).flatMap((verb) =>
  (["before", "unanswered"] as const).map((when) => [verb, when] as const),
);

/** What became of one try whose way to the database broke; null when the verb has no such statement. */
async function tryWithCut(verb: string, cut: Cut) {
  const lab = await labWithCell();
  const before = await stateOf(lab);
  proxy.cutAt(cut);
  const failure = await VERBS[verb]?.(lab).then(
    () => null,
    (cause) => toAppError(cause).kind,
  );
  if (!proxy.endCut()) return null;
  await owner.query("SELECT FROM lab_states WHERE lab_id = $1 FOR UPDATE", [lab.labId]); // whoever was cut off has let go
  const after = await stateOf(lab);
  return { failure, isChanged: after.rest !== before.rest, raisedBy: after.version - before.version };
}

it.each(CUTS)("commits %s with its version or not at all, cut %s any statement", async (verb, when) => {
  let statement = 1;
  let committed = 0;
  for (; ; statement++) {
    const end = await tryWithCut(verb, { statement, when });
    if (!end) break;
    const isDone = end.failure === null;
    if (isDone) committed += 1;
    expect({ statement, ...end }).toEqual({
      statement,
      failure: isDone ? null : "unavailable",
      isChanged: isDone,
      raisedBy: isDone ? 1 : 0,
    });
  }
  // At the least: beginning, lab, read, write, version, commit.
  expect(statement).toBeGreaterThan(6);
  // Only a commit that was not answered is found out to be one; reads before the transaction are not tried again.
  expect(committed).toBe(when === "unanswered" ? 1 : 0);
});

it("says that the outcome is unknown when the database stays away after a commit", { tags: ["thorough"] }, async () => {
  let statement = 1;
  proxy.refuseAfterCut(true);
  for (; ; statement++) {
    const end = await tryWithCut("createGrouping", { statement, when: "unanswered" });
    if (!end) throw new Error("the commit was not found");
    if (!end.isChanged) continue;
    expect(end).toEqual({ failure: "undecided", isChanged: true, raisedBy: 1 });
    break;
  }
  proxy.refuseAfterCut(false);
});

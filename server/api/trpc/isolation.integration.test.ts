import { beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { authClient } from "../../data/accounts/auth-client";
import { inLabConfig } from "../../data/in-lab-config";
import { listMetadataFields } from "../../data/cells/metadata-field-reads";
import { publishChange } from "../../jobs/live-channel";
import { createGrouping } from "../../services/groupings/create-grouping";
import { createLab } from "../../services/labs/create-lab";
import { createMetadataField } from "../../services/fields/create-metadata-field";
import { importQuery } from "../../services/imports/read-import-options";
import { receiveImport } from "../../services/imports/receive-import";
import { saveColumnMapping } from "../../services/imports/save-column-mapping";
import { storeBatch } from "../../services/batches/store-batch";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { batchOf } from "../../testing/factories";
import { bdfFile, fileOf, STARTED_AT } from "../../testing/senders/import-sender";
import { prepareTeam, TAKE_TEAM_IDS, TEAM_PROCEDURES } from "../../testing/team-procedures";
import { labScopeForAdmin } from "../../auth/lab-scope";
import { appRouter, createCaller } from "./root";

cloneTestDatabase();

const metric = "dischargeCapacityAh" as const;

/** A lab with one cell in one group, its owner, and how that person asks. Everything that it has is called by `name`. */
async function preparedLab(name: string) {
  const email = `${name}@example.org`;
  const { labId, labSlug } = await createLab({ name: `Lab ${name}`, email, slug: name });
  const scope = labScopeForAdmin(labId);
  await createMetadataField(scope, { name: `field ${name}`, type: "text" });
  await createMetadataField(scope, { name: "shared", type: "text" });
  const [field] = await inLabConfig(scope, (tx) => listMetadataFields(scope, tx));
  const fieldId = field?.metadataFieldId ?? 0;
  const grouping = await createGrouping(scope, { name: `grouping ${name}`, by: [`field ${name}`] });
  const samples = [1, 1, -1, -1, 1].map((currentA, hour) => ({
    timeUs: 1.7e15 + hour * 3600e6,
    voltageV: 3,
    currentA,
  }));
  const cell = `cell ${name}`;
  const cells = { [cell]: { metadata: { [`field ${name}`]: `group ${name}` } } };
  await storeBatch(scope, batchOf(cell, samples, { cells }));
  const { id: userId } = await authClient().user.findUniqueOrThrow({ where: { email } });
  const caller = createCaller({ user: { userId, email, name }, isSignedIn: async () => true });
  const team = await prepareTeam({ labId, labSlug, ownerId: userId, name });
  await saveColumnMapping(scope, { name: `mapping ${name}`, mapping: { columns: {} } });
  const query = importQuery.parse({ cell, fileName: `file ${name}`, startedAt: STARTED_AT });
  const file = { file: fileOf(bdfFile({ rows: 9 })), idempotencyKey: null };
  const { importId } = await receiveImport(scope, query, file);
  return { name, scope, labSlug, groupingId: grouping.id, fieldId, importId, ...team, caller };
}
type Lab = Awaited<ReturnType<typeof preparedLab>>;
type Caller = Lab["caller"];

let ours: Lab;
let theirs: Lab;
beforeAll(async () => {
  [ours, theirs] = [await preparedLab("ours"), await preparedLab("theirs")];
});

/** What is asked for: a lab by its slug, what it has by their ids. */
type Targets = Omit<Lab, "name" | "scope" | "caller">;

async function tag(caller: Caller, { labSlug }: Pick<Targets, "labSlug">) {
  await caller.cells.put({ labSlug, given: { name: "another", changes: {} } });
  const given = { cell: "another", cycles: { from: 1, to: 2 }, tag: "formation", reason: "as the recipe says" };
  return caller.tags.add({ labSlug, given });
}

async function annotate(caller: Caller, { labSlug }: Pick<Targets, "labSlug">) {
  await caller.cells.put({ labSlug, given: { name: "another", changes: {} } });
  return caller.annotations.add({ labSlug, given: { cell: "another", text: "chamber off" } });
}

async function exclude(caller: Caller, { labSlug }: Pick<Targets, "labSlug">, cycle: number) {
  await caller.cells.put({ labSlug, given: { name: "another", changes: {} } });
  const cycles = { from: cycle, to: cycle };
  return caller.exclusions.add({ labSlug, given: { cell: "another", cycles, reason: "leaked" } });
}

async function firstCell(caller: Caller, { labSlug }: Pick<Targets, "labSlug">) {
  const { cells } = await caller.cells.sheet({ labSlug });
  return { labSlug, cell: cells[0]?.name ?? "" };
}

const aView = (name: string) => ({ name, view: { page: "groups" as const, cell: null, query: "" } });

/** Every procedure and subscription, asked for a lab's things. One without an entry here fails the test below. */
const PROCEDURES: Record<string, (caller: Caller, asked: Targets) => Promise<unknown>> = {
  "cells.sheet": (caller, { labSlug }) => caller.cells.sheet({ labSlug }),
  "cells.silent": (caller, { labSlug }) => caller.cells.silent({ labSlug }),
  "overview.cells": (caller, { labSlug }) => caller.overview.cells({ labSlug }),
  "overview.today": (caller, { labSlug }) => caller.overview.today({ labSlug }),
  "cells.ageing": async (caller, { labSlug }) => {
    const { cells } = await caller.cells.sheet({ labSlug });
    return caller.cells.ageing({ labSlug, cell: cells[0]?.name ?? "" });
  },
  "cells.curves": async (caller, { labSlug }) => {
    const { cells } = await caller.cells.sheet({ labSlug });
    return caller.cells.curves({ labSlug, cell: cells[0]?.name ?? "", query: { kind: "vq" } });
  },
  "cells.peers": async (caller, { labSlug }) => {
    const { cells } = await caller.cells.sheet({ labSlug });
    const asked = { groupingId: 0, cycle: 1, kind: "vq", mode: null } as const;
    return caller.cells.peers({ labSlug, cell: cells[0]?.name ?? "", ...asked });
  },
  "cellPage.head": async (caller, asked) => caller.cellPage.head(await firstCell(caller, asked)),
  "cellPage.cycles": async (caller, asked) => caller.cellPage.cycles(await firstCell(caller, asked)),
  "cellPage.steps": async (caller, asked) => caller.cellPage.steps({ ...(await firstCell(caller, asked)), cycle: 1 }),
  "cellPage.samples": async (caller, asked) =>
    caller.cellPage.samples({ ...(await firstCell(caller, asked)), fromMs: null, toMs: null, points: 100 }),
  "cellPage.testClock": async (caller, asked) => caller.cellPage.testClock(await firstCell(caller, asked)),
  "cellPage.tests": async (caller, asked) => caller.cellPage.tests(await firstCell(caller, asked)),
  "cellPage.imports": async (caller, asked) => caller.cellPage.imports(await firstCell(caller, asked)),
  "cells.edit": (caller, { labSlug }) =>
    caller.cells.edit({ labSlug, given: { createMissing: true, edits: [{ cell: "another", activeMassG: 2 }] } }),
  "cells.put": (caller, { labSlug }) =>
    caller.cells.put({ labSlug, given: { name: "another", changes: { activeMassG: 1 } } }),
  "cells.rename": async (caller, { labSlug }) => {
    const [cell, newName] = [crypto.randomUUID(), crypto.randomUUID()];
    await caller.cells.put({ labSlug, given: { name: cell, changes: {} } });
    return caller.cells.rename({ labSlug, given: { cell, newName } });
  },
  "cells.merge": async (caller, { labSlug }) => {
    const [cell, into] = [crypto.randomUUID(), crypto.randomUUID()];
    for (const name of [cell, into]) await caller.cells.put({ labSlug, given: { name, changes: {} } });
    return caller.cells.merge({ labSlug, given: { cell, into } });
  },
  "cells.moveTest": async (caller, { labSlug }) => {
    const [cell, into] = [crypto.randomUUID(), crypto.randomUUID()];
    for (const name of [cell, into]) {
      await caller.cells.put({ labSlug, given: { name, changes: { tests: { [name]: {} } } } });
    }
    return caller.cells.moveTest({ labSlug, given: { cell, test: cell, into } });
  },
  "cells.removeTimeRange": async (caller, { labSlug }) => {
    await caller.cells.put({ labSlug, given: { name: "another", changes: {} } });
    return caller.cells.removeTimeRange({ labSlug, given: { cell: "another", from: 1, to: 2 } });
  },
  "cells.removeTest": async (caller, { labSlug }) => {
    await caller.cells.put({ labSlug, given: { name: "another", changes: { tests: { old: {} } } } });
    return caller.cells.removeTest({ labSlug, given: { cell: "another", test: "old" } });
  },
  "cells.remove": async (caller, { labSlug }) => {
    const name = crypto.randomUUID();
    await caller.cells.put({ labSlug, given: { name, changes: {} } });
    return caller.cells.remove({ labSlug, given: { cell: name } });
  },
  "annotations.list": (caller, { labSlug }) => caller.annotations.list({ labSlug }),
  "annotations.add": (caller, asked) => annotate(caller, asked),
  "annotations.remove": async (caller, asked) =>
    caller.annotations.remove({ labSlug: asked.labSlug, given: await annotate(caller, asked) }),
  "exclusions.list": (caller, { labSlug }) => caller.exclusions.list({ labSlug, cell: "another" }),
  "exclusions.add": (caller, asked) => exclude(caller, asked, 1),
  "exclusions.remove": async (caller, asked) =>
    caller.exclusions.remove({ labSlug: asked.labSlug, given: await exclude(caller, asked, 2) }),
  "tags.list": async (caller, { labSlug }) => {
    await caller.cells.put({ labSlug, given: { name: "another", changes: {} } });
    return caller.tags.list({ labSlug, cell: "another" });
  },
  "tags.add": (caller, asked) => tag(caller, asked),
  "tags.remove": async (caller, asked) =>
    caller.tags.remove({ labSlug: asked.labSlug, given: await tag(caller, asked) }),
  "fields.list": (caller, { labSlug }) => caller.fields.list({ labSlug }),
  "fields.create": (caller, { labSlug }) =>
    caller.fields.create({ labSlug, given: { name: crypto.randomUUID(), type: "text" } }),
  "fields.update": (caller, { labSlug, fieldId }) =>
    caller.fields.update({ labSlug, given: { metadataFieldId: fieldId, name: "field theirs" } }),
  "fields.order": async (caller, { labSlug }) => {
    const { fields } = await caller.fields.list({ labSlug });
    const metadataFieldIds = fields.map(({ metadataFieldId }) => metadataFieldId).reverse();
    return caller.fields.order({ labSlug, given: { metadataFieldIds } });
  },
  "fields.remove": async (caller, { labSlug }) => {
    const name = crypto.randomUUID();
    await caller.fields.create({ labSlug, given: { name, type: "text" } });
    const { fields } = await caller.fields.list({ labSlug });
    const metadataFieldId = fields.find((field) => field.name === name)?.metadataFieldId ?? 0;
    return caller.fields.remove({ labSlug, given: { metadataFieldId } });
  },
  "groupings.list": (caller, { labSlug }) => caller.groupings.list({ labSlug }),
  "groupings.values": (caller, { labSlug }) => caller.groupings.values({ labSlug, field: "shared" }),
  "groupings.create": (caller, { labSlug }) =>
    caller.groupings.create({
      labSlug,
      given: { name: crypto.randomUUID(), by: ["shared"] },
    }),
  "groupings.update": (caller, { labSlug, groupingId }) =>
    caller.groupings.update({ labSlug, given: { groupingId, isDefault: true } }),
  "groupings.remove": async (caller, { labSlug }) => {
    const given = { name: crypto.randomUUID(), by: ["shared"] };
    const { id } = await caller.groupings.create({ labSlug, given });
    return caller.groupings.remove({ labSlug, given: { groupingId: id } });
  },
  "groups.view": (caller, asked) => caller.groups.view({ ...asked, metric }),
  "groups.changes": (caller, asked) => caller.groups.changes({ ...asked, metric, sinceVersion: 0 }),
  "groups.bases": (caller, asked) => caller.groups.bases({ ...asked, metric }),
  "groups.overX": (caller, asked) => caller.groups.overX({ ...asked, metric, x: "days" }),
  "groups.cells": (caller, asked) => caller.groups.cells({ ...asked, metric }),
  "groups.ageing": (caller, asked) => caller.groups.ageing({ ...asked, group: null }),
  "groups.strays": (caller, asked) => caller.groups.strays(asked),
  "groups.deviations": (caller, asked) => caller.groups.deviations({ ...asked, metric, cycle: 1, group: null }),
  "imports.list": (caller, { labSlug }) => caller.imports.list({ labSlug }),
  "imports.get": (caller, { labSlug, importId }) => caller.imports.get({ labSlug, importId }),
  "imports.undo": (caller, { labSlug, importId }) => caller.imports.undo({ labSlug, given: { importId } }),
  "imports.mappings.list": (caller, { labSlug }) => caller.imports.mappings.list({ labSlug }),
  "imports.mappings.save": (caller, { labSlug }) =>
    caller.imports.mappings.save({ labSlug, given: { name: crypto.randomUUID(), mapping: { columns: {} } } }),
  "imports.mappings.rename": async (caller, { labSlug }) => {
    const [name, newName] = [crypto.randomUUID(), crypto.randomUUID()];
    await caller.imports.mappings.save({ labSlug, given: { name, mapping: { columns: {} } } });
    return caller.imports.mappings.rename({ labSlug, given: { name, newName } });
  },
  "imports.mappings.remove": async (caller, { labSlug }) => {
    const name = crypto.randomUUID();
    await caller.imports.mappings.save({ labSlug, given: { name, mapping: { columns: {} } } });
    return caller.imports.mappings.remove({ labSlug, given: { name } });
  },
  "views.list": (caller, { labSlug }) => caller.views.list({ labSlug }),
  "views.save": (caller, { labSlug }) => caller.views.save({ labSlug, given: aView(crypto.randomUUID()) }),
  "views.rename": async (caller, { labSlug }) => {
    const { name } = await caller.views.save({ labSlug, given: aView(crypto.randomUUID()) });
    return caller.views.rename({ labSlug, given: { name, newName: crypto.randomUUID() } });
  },
  "views.remove": async (caller, { labSlug }) => {
    const { name } = await caller.views.save({ labSlug, given: aView(crypto.randomUUID()) });
    return caller.views.remove({ labSlug, given: { name } });
  },
  "labs.formulas": (caller, { labSlug }) => caller.labs.formulas({ labSlug }),
  "live.changes": async (caller, { labSlug }) => firstOf(await caller.live.changes({ labSlug })),
  ...TEAM_PROCEDURES,
};
/** Those that name something of the lab by its id, besides the groups'. */
const TAKE_IDS = [...TAKE_TEAM_IDS, "imports.get", "imports.undo"];
/** Those that take no lab: what they show is the signed-in person's own. */
const WITHOUT_LAB: Record<string, (caller: Caller) => Promise<unknown>> = {
  "labs.mine": (caller) => caller.labs.mine(),
};

/** Those on somebody's own sessions are asked in account-router.integration.test.ts. */
const OF_SESSIONS = ["account.sessions", "account.revokeSession", "account.revokeOtherSessions"];

/** Those that take the secret of a link in place of a session are asked in shares/shares.integration.test.ts. */
const OF_SHARES = ["shares.open"];

/** Those of whoever has no lab yet are asked in labs.integration.test.ts. */
const OF_NEWCOMERS = ["labs.checkSlug", "labs.create", "members.acceptInvitation", "members.openInvitation"];

async function firstOf<T>(events: AsyncIterable<T>): Promise<T> {
  for await (const event of events) return event;
  throw new Error("the stream ended before its first event");
}

it("answers for a cell that only another lab has as for one that nobody has", async () => {
  const asked = { labSlug: ours.labSlug, cell: `cell ${theirs.name}` };
  const { cellPage } = ours.caller;
  const whole = { fromMs: null, toMs: null, points: 100 };
  for (const ask of [
    () => cellPage.head(asked),
    () => cellPage.cycles(asked),
    () => cellPage.steps({ ...asked, cycle: 1 }),
    () => cellPage.samples({ ...asked, ...whole }),
    () => cellPage.testClock(asked),
    () => cellPage.tests(asked),
    () => cellPage.imports(asked),
    () => ours.caller.cells.peers({ ...asked, groupingId: 0, cycle: 1, kind: "vq", mode: null }),
  ]) {
    await expect(ask()).rejects.toMatchObject({ code: "NOT_FOUND" });
  }
});

it("names every procedure and subscription of the router", () => {
  const named = [
    ...Object.keys(PROCEDURES),
    ...Object.keys(WITHOUT_LAB),
    ...OF_SESSIONS,
    ...OF_SHARES,
    ...OF_NEWCOMERS,
  ];
  expect(Object.keys(appRouter._def.procedures).sort()).toEqual(named.sort());
});

it.each(Object.entries(PROCEDURES))("opens another lab to nobody through %s", async (name, ask) => {
  expect(await ask(theirs.caller, theirs), "asked by its own member").toBeDefined();
  await expect(ask(ours.caller, theirs)).rejects.toMatchObject({ code: "NOT_FOUND", message: expect.any(String) });
  // One answer for "not yours" and "no such lab", so that names cannot be probed.
  const [foreign, missing] = [theirs.labSlug, "missing"].map((labSlug) =>
    ask(ours.caller, { ...theirs, labSlug }).catch((error: Error) => error.message.replace(labSlug, "…")),
  );
  expect(await foreign).toBe(await missing);
  await expect(ask(createCaller({ user: null, isSignedIn: async () => false }), theirs)).rejects.toMatchObject({
    code: "UNAUTHORIZED",
  });

  const throughOurs = await ask(ours.caller, { ...theirs, labSlug: ours.labSlug }).catch((error: Error) => error);
  expect(JSON.stringify(throughOurs)).not.toContain("theirs");
  const takesId = name.startsWith("groups.") || TAKE_IDS.includes(name);
  if (takesId) expect(throughOurs).toMatchObject({ code: "NOT_FOUND" });
});

it("groups by no field of another lab", async () => {
  const by = ["only theirs"];
  await theirs.caller.fields.create({ labSlug: theirs.labSlug, given: { name: "only theirs", type: "text" } });
  const asked = { groupingId: 0, by, metric };
  expect(await theirs.caller.groups.view({ ...asked, labSlug: theirs.labSlug })).toMatchObject({ groups: [] });
  const throughOurs = ours.caller.groups.view({ ...asked, labSlug: ours.labSlug });
  await expect(throughOurs).rejects.toMatchObject({ code: "NOT_FOUND" });
});

it.each(Object.entries(WITHOUT_LAB))("shows a person nothing of another's through %s", async (_, ask) => {
  expect(JSON.stringify(await ask(theirs.caller))).toContain("theirs");
  expect(JSON.stringify(await ask(ours.caller))).not.toContain("theirs");
  await expect(ask(createCaller({ user: null, isSignedIn: async () => false }))).rejects.toMatchObject({
    code: "UNAUTHORIZED",
  });
});

/** Without HTTP an event comes as tRPC's envelope: its id, itself, and a mark. */
const trackedEvent = z.tuple([z.string(), z.object({ version: z.int() })]).rest(z.unknown());

it("tells a lab's stream nothing of another lab's changes", async () => {
  const stream = await ours.caller.live.changes({ labSlug: ours.labSlug });
  const events = stream[Symbol.asyncIterator]();
  const versionOfNext = async () => trackedEvent.parse((await events.next()).value)[1].version;
  const version = await versionOfNext();
  const changed = { lastReceivedAtMs: null, cellIds: [], isConfiguration: false };
  await publishChange(theirs.scope, { ...changed, version: version + 1000 });
  await publishChange(ours.scope, { ...changed, version: version + 1 });
  expect(await versionOfNext()).toBe(version + 1);
  await events.return?.();
});

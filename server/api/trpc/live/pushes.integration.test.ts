import { expect, it } from "vitest";
import { z } from "zod";
import { applyGroupsDelta } from "../../../domain/groups/apply-groups-delta";
import type { LiveEvent } from "../../../domain/groups/groups-view";
import { type Pushes, type Watched, type WatchedGroups, watchKey } from "../../../domain/labs/watched";
import { storeBatch } from "../../../services/batches/store-batch";
import { putCell } from "../../../services/cells/put-cell";
import { createMetadataField } from "../../../services/fields/create-metadata-field";
import { createGrouping } from "../../../services/groupings/create-grouping";
import { removeGrouping } from "../../../services/groupings/remove-grouping";
import { cloneTestDatabase } from "../../../testing/clone-test-database";
import { batchOf, type SentSample } from "../../../testing/factories";
import { createStaffedLab } from "../../../testing/team";
import { createCaller } from "../root";

cloneTestDatabase();

const START_US = 1.7e15;
const HOUR_US = 3600e6;

/** An hour of charge and one of discharge at 1 A. */
const cycle = (number: number): SentSample[] =>
  Array.from({ length: 4 }, (_, index) => ({
    timeUs: START_US + (number * 2 + index / 2) * HOUR_US,
    voltageV: 3 + index / 10,
    currentA: index < 2 ? 1 : -1,
    cycle: number,
  }));

const trackedEvent = z.tuple([z.string(), z.custom<LiveEvent & Pushes>()]).rest(z.unknown());

async function openLab() {
  const { owner, ...lab } = await createStaffedLab("Bench");
  const { scope } = owner;
  await createMetadataField(scope, { name: "group", type: "text" });
  const { id: groupingId } = await createGrouping(scope, { name: "Group", by: ["group"] });
  await putCell(scope, { name: "A", changes: { metadata: { group: "one" } } });
  await storeBatch(scope, batchOf("A", cycle(1)));
  await storeBatch(scope, batchOf("A", cycle(2)));
  const caller = createCaller({ user: lab.viewer, isSignedIn: async () => true });
  const shown = { metric: "dischargeCapacityAh", tag: null, rateC: null } as const;
  const question: WatchedGroups = { groupingId, by: null, where: null, ...shown };
  const open = async (watched: Watched) => {
    const stream = await caller.live.changes({ labSlug: lab.slug, watched });
    const events = stream[Symbol.asyncIterator]();
    const next = async () => trackedEvent.parse((await events.next()).value)[1];
    return { first: await next(), next, end: () => events.return?.() };
  };
  return { ...lab, scope, caller, question, open };
}

it("brings what changed of groups to whoever shows them, and so to the same as asking anew", async () => {
  const { scope, slug, caller, question, open } = await openLab();
  const view = await caller.groups.view({ labSlug: slug, ...question });
  const stream = await open({ groups: [question], cells: [] });
  expect(stream.first).not.toHaveProperty("ofGroups");
  await storeBatch(scope, batchOf("A", cycle(3)));
  const { ofGroups = [] } = await stream.next();
  expect(ofGroups.map(({ key, sinceVersion }) => [key, sinceVersion])).toEqual([
    [watchKey(question), stream.first.version],
  ]);
  const [push] = ofGroups;
  expect(push && applyGroupsDelta(view, push.delta)).toEqual(await caller.groups.view({ labSlug: slug, ...question }));
  await storeBatch(scope, batchOf("A", cycle(4)));
  expect((await stream.next()).ofGroups?.[0]?.sinceVersion).toBe(push?.delta.version);
  await stream.end();
});

it("brings of filtered groups what changed of the cells that pass", async () => {
  const { scope, slug, caller, question, open } = await openLab();
  await putCell(scope, { name: "B", changes: { metadata: { group: "two" } } });
  await storeBatch(scope, batchOf("B", cycle(1)));
  await storeBatch(scope, batchOf("B", cycle(2)));
  const filtered = { ...question, where: "group = two" };
  const view = await caller.groups.view({ labSlug: slug, ...filtered });
  expect(view.groups).toMatchObject([{ name: "two", cells: 1 }]);
  const stream = await open({ groups: [filtered], cells: [] });
  await storeBatch(scope, batchOf("A", cycle(3)));
  const { ofGroups: [ofOther] = [] } = await stream.next();
  expect(ofOther).toMatchObject({ key: watchKey(filtered), delta: { kind: "patch", groups: [], running: [] } });
  await storeBatch(scope, batchOf("B", cycle(3)));
  const { ofGroups: [push] = [] } = await stream.next();
  expect(push && applyGroupsDelta(view, push.delta)).toEqual(await caller.groups.view({ labSlug: slug, ...filtered }));
  expect(push?.delta.groups).toMatchObject([{ name: "two", cycle: [2] }]);
  await stream.end();
});

it("brings the head of a cell with what changes the cell, and nothing with what does not", async () => {
  const { scope, slug, caller, open } = await openLab();
  await putCell(scope, { name: "B", changes: {} });
  await storeBatch(scope, batchOf("B", cycle(1)));
  const stream = await open({ groups: [], cells: ["A"] });
  await storeBatch(scope, batchOf("A", cycle(3)));
  const { ofCells = [] } = await stream.next();
  expect(ofCells.map(({ cell, head }) => [cell, head.latest?.cycle])).toEqual([["A", 3]]);
  const { cell, ...head } = await caller.cellPage.head({ labSlug: slug, cell: "A" });
  expect(ofCells[0]?.head).toMatchObject(head);
  expect(ofCells[0]?.head.cell.name).toBe(cell.name);
  await storeBatch(scope, batchOf("B", cycle(2)));
  expect((await stream.next()).ofCells).toEqual([]);
  await stream.end();
});

it("brings nothing of what cannot be told as a change, was deleted, or is another lab's", async () => {
  const { scope, question, open } = await openLab();
  const theirs = await openLab();
  const stream = await open({ groups: [question, theirs.question], cells: ["nobody", "Z"] });
  await putCell(theirs.scope, { name: "Z", changes: {} });
  await putCell(scope, { name: "A", changes: { metadata: { group: "two" } } }); // other groups: a whole view
  expect(await stream.next()).toMatchObject({ ofGroups: [], ofCells: [] });
  await removeGrouping(scope, { groupingId: question.groupingId });
  expect(await stream.next()).toMatchObject({ ofGroups: [], ofCells: [] });
  await storeBatch(scope, batchOf("A", cycle(3)));
  expect(await stream.next()).toMatchObject({ cellIds: [expect.any(Number)], ofGroups: [], ofCells: [] });
  await stream.end();
});

it("watches no more than bounded", async () => {
  const { slug, caller, question } = await openLab();
  const groups = Array.from({ length: 13 }, (_, groupingId) => ({ ...question, groupingId }));
  const stream = caller.live.changes({ labSlug: slug, watched: { groups, cells: [] } });
  await expect(stream).rejects.toMatchObject({ code: "UNPROCESSABLE_CONTENT" });
});

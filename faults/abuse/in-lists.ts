import { type Abuse, added, countAnswers, statusOf, times } from "./abuse";
import { ask, change, groupingId, ingest, read, START_MS, withKey } from "./requests";

// What a lab, or a user, has a bounded number of, made in a loop: each to its bound at any strength, for it is soon there.

const AT_ONCE = 4;

export const IN_LISTS: readonly Abuse[] = [
  {
    name: "keys made in a loop",
    mayAnswer: [200, 409],
    mustAnswer: [200, 409],
    run: (target) => {
      const { labSlug } = target;
      const make = (index: number) => () =>
        change(target, "keys.create", { labSlug, name: `key ${index}`, scopes: ["read"] });
      return countAnswers(times(210, make), AT_ONCE);
    },
  },
  {
    name: "labs made in a loop, and addresses asked for",
    mayAnswer: [200, 409, 429],
    mustAnswer: [200, 409, 429],
    run: async (target) => {
      const make = (index: number) => () => change(target, "labs.create", { name: `lab ${index}`, timeZone: "UTC" });
      const askFor = (index: number) => () => ask(target, "labs.checkSlug", { slug: `lab-${index}` });
      const made = await countAnswers(times(25, make), AT_ONCE);
      return added(made, await countAnswers(times(310, askFor), AT_ONCE));
    },
  },
  {
    name: "invitations in a loop, to many and to one",
    mayAnswer: [200, 409, 429],
    mustAnswer: [200, 409, 429],
    run: async (target) => {
      const invite = (email: string) => () =>
        change(target, "members.invite", { labSlug: target.labSlug, email, role: "viewer" });
      const toOne = await countAnswers(
        times(7, () => invite("somebody@example.org")),
        AT_ONCE,
      );
      return added(
        toOne,
        await countAnswers(
          times(60, (index) => invite(`somebody-${index}@example.org`)),
          AT_ONCE,
        ),
      );
    },
  },
  {
    name: "mappings of 15 kB saved in a loop, and listed",
    mayAnswer: [200, 409],
    mustAnswer: [200, 409],
    run: async (target) => {
      const { labSlug } = target;
      const heading = (column: number) => `${column} `.padEnd(200, "x");
      const columns = Object.fromEntries([...times(65, (column) => [heading(column), { field: "voltage" }] as const)]);
      const save = (index: number) => () =>
        change(target, "imports.mappings.save", { labSlug, given: { name: `mapping ${index}`, mapping: { columns } } });
      const saved = await countAnswers(times(110, save), AT_ONCE);
      return added(
        saved,
        await countAnswers(
          times(10, () => () => ask(target, "imports.mappings.list")),
          AT_ONCE,
        ),
      );
    },
  },
  {
    name: "fields and groupings made in a loop",
    mayAnswer: [201, 409],
    mustAnswer: [201, 409],
    run: async (target) => {
      const post = (path: string, body: object) => () =>
        statusOf(target.url + path, { method: "POST", headers: withKey(target), body: JSON.stringify(body) });
      const fields = await countAnswers(
        times(210, (index) => post("/api/v1/metadata-fields", { name: `field ${index}`, type: "text" })),
        AT_ONCE,
      );
      const groupings = times(110, (index) => post("/api/v1/groupings", { name: `by ${index}`, by: ["field 0"] }));
      return added(fields, await countAnswers(groupings, AT_ONCE));
    },
  },
  {
    name: "a grouping of half a MB changed in a loop, which the audit keeps",
    mayAnswer: [200, 429],
    run: async (target, share) => {
      const { labSlug } = target;
      const groupingOf = (index: number) => ({
        rules: Array.from({ length: 10 }, (_, rule) => ({
          name: `rule ${rule}`,
          where: [
            {
              field: "field 0",
              op: "in",
              value: Array.from({ length: 450 }, (_, value) => `${index} ${value} `.padEnd(100, "x")),
            },
          ],
        })),
      });
      const id = await groupingId(target, "by 0");
      const update = (index: number) => () =>
        change(target, "groupings.update", { labSlug, given: { groupingId: id, definition: groupingOf(index) } });
      const updated = await countAnswers(times(Math.round(400 * share), update), 2);
      return added(
        updated,
        await countAnswers(
          times(5, () => () => ask(target, "audit.list")),
          5,
        ),
      );
    },
  },
  {
    name: "20,000 cells, and ten tables of all of them at once",
    mayAnswer: [200, 202, 429],
    run: async (target, share) => {
      const CELLS = 1000;
      const batchOf = (index: number) => ({
        samples: Array.from({ length: CELLS }, (_, cell) => ({
          cell: `many ${index * CELLS + cell}`,
          time: START_MS,
          voltage: 3.7,
          current: 0,
        })),
      });
      const made = await countAnswers(
        times(Math.round(20 * share), (index) => () => ingest(target, batchOf(index))),
        AT_ONCE,
      );
      const tables = [...times(10, () => () => ask(target, "cells.sheet"))];
      const lists = times(10, () => () => read(target, "/api/v1/cells?limit=1000"));
      return added(made, await countAnswers([...tables, ...lists], 20));
    },
  },
];

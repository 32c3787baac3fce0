import { expect, it } from "vitest";
import { createFrozenClient } from "./frozen-client";

const answers = [{ path: "cellPage.testClock", input: { cell: "A-01" }, answer: null }];

it("answers what was kept, whatever lab the page says it is of", async () => {
  const client = createFrozenClient([
    ...answers,
    { path: "cellPage.steps", input: { cell: "A-01", cycle: 3 }, answer: { steps: [] } },
  ]);
  expect(await client.cellPage.testClock.query({ labSlug: "shared", cell: "A-01" })).toBeNull();
  expect(await client.cellPage.steps.query({ cycle: 3, labSlug: "any", cell: "A-01" })).toEqual({ steps: [] });
});

it("says of anything else that it was not kept", async () => {
  const client = createFrozenClient(answers);
  const refused = { data: { code: "NOT_FOUND" }, message: expect.stringContaining("does not keep this") };
  await expect(client.cellPage.testClock.query({ labSlug: "shared", cell: "A-02" })).rejects.toMatchObject(refused);
  await expect(client.cellPage.head.query({ labSlug: "shared", cell: "A-01" })).rejects.toMatchObject(refused);
});

it("answers a question of all cells that was kept before there were filters of cells, and none of some cells by it", async () => {
  const view = {
    version: 0,
    metric: "dischargeCapacityAh",
    groups: [],
    running: [],
    unassigned: 0,
    cellsWithoutCycles: 0,
  };
  const asked = { groupingId: 7, by: null, metric: "dischargeCapacityAh" as const, tag: null, rateC: null };
  const client = createFrozenClient([{ path: "groups.view", input: asked, answer: view }]);
  expect(await client.groups.view.query({ labSlug: "any", ...asked, where: null })).toEqual(view);
  const some = client.groups.view.query({ labSlug: "any", ...asked, where: "cathode = LFP" });
  await expect(some).rejects.toMatchObject({ data: { code: "NOT_FOUND" } });
});

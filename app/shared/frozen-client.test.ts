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

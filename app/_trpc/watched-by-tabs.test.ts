import { expect, it } from "vitest";
import { MAX_WATCHED, MAX_WATCHED_CHARACTERS } from "@/server/domain/labs/watched";
import { createWatchedByTabs } from "./watched-by-tabs";

const groups = (groupingId: number, where: string | null) => ({
  ...{ groupingId, by: null, where },
  ...{ metric: "energyEfficiency" as const, tag: null, rateC: null },
});

it("leaves out what is too much for a stream, and for the address that it is asked for in", () => {
  const watched = createWatchedByTabs(() => {});
  for (let index = 0; index <= MAX_WATCHED; index += 1) watched.add({ groups: groups(index, null) });
  expect(watched.all().groups).toHaveLength(MAX_WATCHED);
  const long = createWatchedByTabs(() => {});
  for (let index = 0; index < 3; index += 1) long.add({ groups: groups(index, "ä".repeat(450)) });
  long.add({ groups: groups(3, null) });
  expect(encodeURIComponent(JSON.stringify(groups(0, "ä".repeat(450)))).length).toBeGreaterThan(
    MAX_WATCHED_CHARACTERS / 3,
  );
  expect(long.all().groups.map(({ groupingId }) => groupingId)).toEqual([0, 1, 3]);
});

import { expect, it } from "vitest";
import { countPromotable, promotableReplicas } from "./promotable-replicas";

const replica = (name: string, priority: string, flags = "slave") => [
  ...["name", name, "flags", flags, "slave-priority", priority, "replica-announced", "1"],
];

it("counts the replicas that may be promoted, those that are away among them", () => {
  expect(countPromotable([])).toBe(0);
  const away = replica("10.0.0.3:6379", "50", "s_down,slave,disconnected");
  expect(countPromotable([replica("10.0.0.1:6379", "100"), replica("10.0.0.2:6379", "0"), away])).toBe(2);
});

it("knows of none where no sentinel is asked", async () => {
  expect(await promotableReplicas("redis://127.0.0.1:6379/0")).toBeNull();
});

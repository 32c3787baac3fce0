import { expect, it } from "vitest";
import { removeMember } from "../../services/team/remove-member";
import { deleteLab } from "../../services/labs/delete-lab";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { createStaffedLab } from "../../testing/team";
import { createCaller } from "./root";

cloneTestDatabase();

/** As often as the stream asks whether it may go on; skipped here. */
const CHECK_EVERY_MS = 20_000;
const PROMISED_MS = 30_000;

async function openStream() {
  const lab = await createStaffedLab("Bench");
  const caller = createCaller({ user: lab.viewer, isSignedIn: async () => true });
  const stream = await caller.live.changes({ labSlug: lab.slug });
  const events = stream[Symbol.asyncIterator]();
  expect((await events.next()).done).toBe(false);
  return { lab, events };
}

it.each([
  [
    "a member is removed",
    (lab: Awaited<ReturnType<typeof createStaffedLab>>) => removeMember(lab.admin.scope, lab.viewer),
  ],
  [
    "the lab is deleted",
    (lab: Awaited<ReturnType<typeof createStaffedLab>>) => deleteLab(lab.owner.scope, { name: "Bench" }),
  ],
])("ends an open stream within 30 s after %s", async (_, end) => {
  const { lab, events } = await openStream();
  await end(lab);
  const realNow = Date.now;
  const startedAtMs = performance.now();
  try {
    Date.now = () => realNow() + CHECK_EVERY_MS;
    let next = await events.next();
    while (!next.done) next = await events.next();
  } finally {
    Date.now = realNow;
  }
  expect(CHECK_EVERY_MS + performance.now() - startedAtMs).toBeLessThan(PROMISED_MS);
});

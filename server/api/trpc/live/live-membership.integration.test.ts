import { expect, it } from "vitest";
import { GET } from "@/app/api/trpc/[trpc]/route";
import { env } from "../../../env";
import { createLab } from "../../../services/labs/create-lab";
import { removeMember } from "../../../services/team/remove-member";
import { deleteLab } from "../../../services/labs/delete-lab";
import { cloneTestDatabase } from "../../../testing/clone-test-database";
import { createStaffedLab } from "../../../testing/team";
import { newVisitor } from "../../../testing/visitor";
import { createCaller } from "../root";
import { beginStream } from "./user-streams";

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

it("opens no more streams of one user than bounded, and as many again when they have ended", async () => {
  const lab = await createStaffedLab("Bench");
  const open = async (user: typeof lab.viewer) => {
    const stream = await createCaller({ user, isSignedIn: async () => true }).live.changes({ labSlug: lab.slug });
    const events = stream[Symbol.asyncIterator]();
    await events.next();
    return events;
  };
  const streams = [];
  for (let index = 0; index < env().STREAMS_PER_USER; index++) streams.push(await open(lab.viewer));
  await expect(open(lab.viewer)).rejects.toMatchObject({ kind: "too_many" });
  streams.push(await open(lab.member));
  await streams[0]?.return?.(undefined);
  streams.push(await open(lab.viewer));
  await Promise.all(streams.map((events) => events.return?.(undefined)));
});

it("says in a stream that has begun that there are too many, not that the server failed", async () => {
  const email = "pages@example.org";
  const { labSlug, password } = await createLab({ name: "Pages", email });
  const visitor = newVisitor();
  await visitor.ask("/sign-in/email", { email, password: password ?? "" });
  const userId = (await visitor.user())?.userId ?? "";
  const ends = Array.from({ length: env().STREAMS_PER_USER }, () => beginStream(userId));
  const input = encodeURIComponent(JSON.stringify({ labSlug }));
  const request = new Request(`${env().APP_URL}/api/trpc/live.changes?input=${input}`, {
    headers: { Cookie: visitor.cookie(), Accept: "text/event-stream" },
  });
  const answer = await (await GET(request)).text();
  for (const end of ends) end();
  expect(answer).toContain("event: serialized-error");
  expect(answer).toContain('"code":"TOO_MANY_REQUESTS","httpStatus":429');
});

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

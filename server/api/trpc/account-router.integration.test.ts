import { expect, it } from "vitest";
import { GET, POST } from "@/app/api/trpc/[trpc]/route";
import { env } from "../../env";
import { createLab } from "../../services/labs/create-lab";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { newVisitor } from "../../testing/visitor";
import { createCaller } from "./root";

cloneTestDatabase();

async function signedIn(name: string) {
  const email = `${name}@example.org`;
  const { password } = await createLab({ name, email });
  const account = { email, password: password ?? "" };
  const visitors = [newVisitor(), newVisitor()] as const;
  for (const visitor of visitors) await visitor.ask("/sign-in/email", account, { "User-Agent": `browser of ${name}` });
  const [here, there] = visitors;
  return { here, there, caller: createCaller({ user: await here.user(), isSignedIn: async () => true }) };
}

it("lists a person's own sessions and no token, and ends those that they name, and no one else's", async () => {
  const [ours, theirs] = [await signedIn("ours"), await signedIn("theirs")];
  const sessions = await ours.caller.account.sessions();
  expect(sessions.map(({ isCurrent }) => isCurrent).sort()).toEqual([false, true]);
  expect(sessions.every(({ userAgent }) => userAgent === "browser of ours")).toBe(true);
  expect(sessions.every(({ ipAddress }) => ipAddress?.startsWith("198.51."))).toBe(true);
  expect(JSON.stringify(sessions)).not.toContain(ours.here.cookie().split("=")[1]?.slice(0, 20));
  const sessionId = (await ours.there.user())?.sessionId ?? "";
  await expect(theirs.caller.account.revokeSession({ sessionId })).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await ours.there.user()).not.toBeNull();
  await ours.caller.account.revokeSession({ sessionId });
  expect(await ours.there.user()).toBeNull();
  await theirs.caller.account.revokeOtherSessions();
  expect([await theirs.here.user(), await theirs.there.user(), await ours.here.user()].map(Boolean)).toEqual([
    true,
    false,
    true,
  ]);
  const nobody = createCaller({ user: null, isSignedIn: async () => false }).account;
  for (const ask of [nobody.sessions, nobody.revokeOtherSessions]) {
    await expect(ask()).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  }
});

it("changes nothing through tRPC for a form, a text or a script of another site, nor by GET", async () => {
  const { here, there } = await signedIn("forged");
  const { origin } = new URL(env().APP_URL);
  const url = `${origin}/api/trpc/account.revokeOtherSessions`;
  const own = { Origin: origin, "Content-Type": "application/json", Cookie: here.cookie() };
  const post = async (headers: Record<string, string>, body = "") =>
    (await POST(new Request(url, { method: "POST", headers: { ...own, ...headers }, body }))).status;
  expect(await post({ "Content-Type": "application/x-www-form-urlencoded" }, "a=b")).toBe(415);
  expect(await post({ "Content-Type": "multipart/form-data; boundary=x" }, "--x--")).toBe(415);
  expect(await post({ "Content-Type": "text/plain" }, "{}")).toBe(415);
  expect(await post({ Origin: "https://evil.example" })).toBe(403);
  expect(await post({ Origin: "null" })).toBe(403);
  const { Origin: _, ...withoutOrigin } = own;
  expect((await POST(new Request(url, { method: "POST", headers: withoutOrigin }))).status).toBe(403);
  expect((await GET(new Request(url, { headers: { Cookie: here.cookie() } }))).status).toBe(405);
  expect(await there.user()).not.toBeNull();
  expect(await post({})).toBe(200);
  expect(await there.user()).toBeNull();
});

it("takes twenty calls in one request and says so to whoever sends more, and keeps no answer anywhere", async () => {
  const { here } = await signedIn("batching");
  const ask = (calls: number, body = "{}", procedure = "account.revokeOtherSessions") =>
    POST(
      new Request(`${env().APP_URL}/api/trpc/${Array(calls).fill(procedure).join(",")}?batch=1`, {
        method: "POST",
        headers: { Origin: new URL(env().APP_URL).origin, "Content-Type": "application/json", Cookie: here.cookie() },
        body,
      }),
    );
  const taken = await ask(20);
  expect([taken.status, taken.headers.get("cache-control")]).toEqual([200, "no-store"]);
  const refused = await ask(21);
  expect([refused.status, (await refused.json()).detail]).toEqual([413, expect.stringContaining("20 calls")]);
  const broken = await ask(1, "{", "labs.create");
  expect([broken.status, [await broken.json()].flat()[0].error.data.kind]).toEqual([400, "malformed"]);
});

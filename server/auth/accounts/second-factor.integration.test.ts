import { TOTP, URI } from "otpauth";
import { expect, it } from "vitest";
import { createLab } from "../../services/labs/create-lab";
import { updateLab } from "../../services/labs/update-lab";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { receiveMails } from "../../testing/receive-mails";
import { newVisitor } from "../../testing/visitor";
import { labScopeForMember } from "../lab-scope";

cloneTestDatabase();
const mailbox = receiveMails();

let owners = 0;

/** An owner who set up the second factor with the code of `periods` ago, so that the current one is still unused. */
async function newOwner() {
  const email = `owner${++owners}@example.org`;
  const { password, labSlug } = await createLab({ name: `Bench ${owners}`, email });
  const account = { email, password: password ?? "" };
  const visitor = newVisitor();
  await visitor.ask("/sign-in/email", account);
  const enabled = await visitor.ask("/two-factor/enable", { password: account.password });
  const app = URI.parse(String(enabled.body.totpURI));
  if (!(app instanceof TOTP)) throw new Error("not a TOTP");
  const codes = Array.isArray(enabled.body.backupCodes) ? enabled.body.backupCodes.map(String) : [];
  const code = (secondsAgo = 0) => app.generate({ timestamp: Date.now() - secondsAgo * 1000 });
  expect(await visitor.user()).toMatchObject({ hasSecondFactor: false });
  expect((await visitor.ask("/two-factor/verify-totp", { code: code(30) })).status).toBe(200);
  expect(await visitor.user()).toMatchObject({ hasSecondFactor: true });
  return { account, labSlug, visitor, app, codes, code };
}

it("asks for a code after the password, takes a right one once, and gives no session before", async () => {
  const { account, app, code } = await newOwner();
  expect(app.issuer).toMatch(/^localhost/);
  await mailbox.latest(account.email, "The second factor is on");
  const [visitor, onlooker] = [newVisitor(), newVisitor()];
  for (const other of [visitor, onlooker]) {
    expect((await other.ask("/sign-in/email", account)).body).toEqual({ twoFactorRedirect: true });
    expect(await other.user()).toBeNull();
  }
  expect((await visitor.ask("/two-factor/verify-totp", { code: "000000" })).status).toBe(401);
  expect((await visitor.ask("/two-factor/verify-totp", { code: code(300) })).status, "too old").toBe(401);
  const shown = code();
  expect((await visitor.ask("/two-factor/verify-totp", { code: shown })).status).toBe(200);
  expect(await visitor.user()).toMatchObject({ email: account.email });
  expect((await onlooker.ask("/two-factor/verify-totp", { code: shown })).status, "replayed").toBe(401);
  expect(await onlooker.user()).toBeNull();
});

it("takes each recovery code once, also of two requests at one moment, and tells of it", async () => {
  const { account, codes } = await newOwner();
  expect(codes).toHaveLength(10);
  const visitors = [newVisitor(), newVisitor()];
  for (const visitor of visitors) await visitor.ask("/sign-in/email", account);
  const used = { code: codes[0] };
  const statuses = await Promise.all(visitors.map((each) => each.ask("/two-factor/verify-backup-code", used)));
  expect(statuses.filter(({ status }) => status === 200)).toHaveLength(1);
  await mailbox.latest(account.email, "A recovery code was used");
  const later = newVisitor();
  await later.ask("/sign-in/email", account);
  expect((await later.ask("/two-factor/verify-backup-code", used)).status).toBe(401);
  expect((await later.ask("/two-factor/verify-backup-code", { code: codes[1] })).status).toBe(200);
});

it("makes new recovery codes and turns off with the password only, and tells of it", async () => {
  const { account, visitor, codes } = await newOwner();
  expect((await visitor.ask("/two-factor/generate-backup-codes", { password: "not it at all" })).status).toBe(400);
  const made = await visitor.ask("/two-factor/generate-backup-codes", { password: account.password });
  expect(made.body.backupCodes).toHaveLength(10);
  const other = newVisitor();
  await other.ask("/sign-in/email", account);
  expect((await other.ask("/two-factor/verify-backup-code", { code: codes[0] })).status, "an old code").toBe(401);
  expect((await visitor.ask("/two-factor/disable", { password: "not it at all" })).status).toBe(400);
  expect((await visitor.ask("/two-factor/disable", { password: account.password })).status).toBe(200);
  await mailbox.latest(account.email, "The second factor is off");
  expect((await newVisitor().ask("/sign-in/email", account)).body).toEqual({});
});

it("stays on for owners of a lab that asks its owners for it, until the lab does not", async () => {
  const { account, labSlug, visitor } = await newOwner();
  const { userId = "" } = (await visitor.user()) ?? {};
  const ask = async (requiresTwoFactor: boolean) => {
    const scope = await labScopeForMember(userId, labSlug);
    if (scope) await updateLab(scope, { requiresTwoFactor });
  };
  await ask(true);
  const turnOff = () => visitor.ask("/two-factor/disable", { password: account.password });
  expect(await turnOff()).toMatchObject({
    status: 409,
    body: { message: expect.stringContaining(`“Bench ${owners}”`) },
  });
  expect(await visitor.user()).toMatchObject({ hasSecondFactor: true });
  await ask(false);
  expect((await turnOff()).status).toBe(200);
  expect(await visitor.user()).toMatchObject({ hasSecondFactor: false });
});

it("limits guesses of codes over all challenges, and lets the owner in from where they were before", async () => {
  const { account, visitor, code } = await newOwner();
  const thief = newVisitor();
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 11; attempt++) {
    // A challenge takes a few guesses; the password opens another one.
    if (attempt % 4 === 0) await thief.ask("/sign-in/email", account);
    statuses.push((await thief.ask("/two-factor/verify-totp", { code: String(100_000 + attempt) })).status);
  }
  expect(statuses).toEqual([...Array(10).fill(401), 429]);
  await visitor.ask("/sign-out");
  await visitor.ask("/sign-in/email", account);
  expect((await visitor.ask("/two-factor/verify-totp", { code: code() })).status).toBe(200);
});

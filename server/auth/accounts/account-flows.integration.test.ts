import { expect, it } from "vitest";
import { poolOf } from "../../data/pools";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { linkOf, receiveMails } from "../../testing/mailbox";
import { newVisitor, type Visitor } from "../../testing/visitor";

cloneTestDatabase();
const mailbox = receiveMails();

const PASSWORD = "correct horse 1";
let people = 0;

/** Somebody with a confirmed account, signed in. */
async function newPerson(): Promise<{ email: string; visitor: Visitor }> {
  const email = `person${++people}@example.org`;
  const visitor = newVisitor();
  await signUp(visitor, email);
  const { token } = linkOf(await mailbox.latest(email, /^Confirm your e-mail/));
  expect((await visitor.ask("/verify-email", { token })).status).toBe(200);
  return { email, visitor };
}

const signUp = (visitor: Visitor, email: string, password = PASSWORD, next?: string) =>
  visitor.ask("/sign-up/email", { name: "Ada", email, password, next });

it("signs up, mails a link through a real mail server, and its link signs in and leads on", async () => {
  const visitor = newVisitor();
  expect(await signUp(visitor, "New@Example.org", PASSWORD, "/labs/x?a=1")).toMatchObject({ status: 200, body: {} });
  expect(await visitor.user()).toBeNull();
  expect((await visitor.ask("/sign-in/email", { email: "new@example.org", password: PASSWORD })).status).toBe(401);
  const mail = await mailbox.latest("new@example.org", "Confirm your e-mail address");
  expect(mail.text).not.toContain("Ada"); // a stranger's words would travel in our name
  expect(mail.html).toContain("<a href=");
  const { url, next } = linkOf(mail);
  expect([url.pathname, url.search, next]).toEqual(["/verify-email", "", "/labs/x?a=1"]);
  // Signing in unconfirmed mailed the link again; either works, and only once.
  const { token } = linkOf(await mailbox.latest("new@example.org", "Confirm your e-mail address"));
  expect((await visitor.ask("/verify-email", { token })).status).toBe(200);
  expect(await visitor.user()).toMatchObject({ email: "new@example.org", name: "Ada" });
  const thief = newVisitor();
  await thief.ask("/verify-email", { token });
  expect(await thief.user()).toBeNull();
  expect((await thief.ask("/verify-email", { token: `${token}x` })).status).toBe(401);
});

it("lets whoever owns the address begin anew where a stranger signed up with it first", async () => {
  const email = "contested@example.org";
  await signUp(newVisitor(), email, "the stranger's 1");
  const { token: strangers } = linkOf(await mailbox.latest(email, /^Confirm/));
  const owner = newVisitor();
  await signUp(owner, email);
  await expect.poll(() => mailbox.to(email).length).toBe(2);
  expect((await owner.ask("/verify-email", { token: strangers })).status).toBe(401);
  const { token } = linkOf(await mailbox.latest(email, /^Confirm/));
  expect((await owner.ask("/verify-email", { token })).status).toBe(200);
  expect((await newVisitor().ask("/sign-in/email", { email, password: "the stranger's 1" })).status).toBe(401);
});

it("forgets a session at sign-out, and every other one at a change of the password", async () => {
  const { email, visitor } = await newPerson();
  const [elsewhere, left] = [newVisitor(), newVisitor()];
  for (const other of [elsewhere, left]) await other.ask("/sign-in/email", { email, password: PASSWORD });
  const [stolen, stolenHere] = [left.cookie(), visitor.cookie()];
  await left.ask("/sign-out");
  const reused = newVisitor();
  expect((await reused.ask("/update-user", { name: "Eve" }, { Cookie: stolen })).status).toBe(401);
  const wrong = { currentPassword: "not it at all", newPassword: "another horse 2" };
  expect((await visitor.ask("/change-password", wrong)).status).toBe(400);
  const right = { currentPassword: PASSWORD, newPassword: "another horse 2" };
  expect((await visitor.ask("/change-password", right)).status).toBe(200);
  expect(await visitor.user()).toMatchObject({ email });
  expect(await elsewhere.user()).toBeNull();
  expect((await reused.ask("/update-user", { name: "Eve" }, { Cookie: stolenHere })).status).toBe(401);
  await mailbox.latest(email, "Your password was changed");
});

it("sets a new password by a link that works once, ends sessions, and ends with the password or its hour", async () => {
  const { email, visitor } = await newPerson();
  const asker = newVisitor();
  const ask = async () => {
    const links = () => mailbox.to(email).filter(({ subject }) => subject === "Set a new password").length;
    const sent = links();
    expect((await asker.ask("/request-password-reset", { email })).status).toBe(200);
    await expect.poll(links).toBe(sent + 1);
    return linkOf(await mailbox.latest(email, "Set a new password"));
  };
  const [first, second] = [await ask(), await ask()];
  expect([first.url.pathname, first.url.search]).toEqual(["/reset-password", ""]);
  const change = { token: first.token, newPassword: "a third horse 3" };
  expect((await asker.ask("/reset-password", { ...change, newPassword: "short" })).status).toBe(422);
  expect((await asker.ask("/reset-password", change)).status).toBe(200);
  expect(await visitor.user()).toBeNull();
  expect((await asker.ask("/reset-password", change)).status, "used").toBe(400);
  expect((await asker.ask("/reset-password", { ...change, token: second.token })).status, "older").toBe(400);
  const late = await ask();
  await poolOf("ct_auth").query("UPDATE verifications SET expires_at = now() - interval '1 second'");
  expect((await asker.ask("/reset-password", { ...change, token: late.token })).status, "expired").toBe(400);
  expect((await asker.ask("/sign-in/email", { email, password: "a third horse 3" })).status).toBe(200);
});

it("moves to an address that was confirmed there, tells the old one, and ends other sessions", async () => {
  const { email, visitor } = await newPerson();
  const elsewhere = newVisitor();
  await elsewhere.ask("/sign-in/email", { email, password: PASSWORD });
  const newEmail = `moved-${email}`;
  expect((await visitor.ask("/change-email", { newEmail, password: "not it at all" })).status).toBe(400);
  expect((await visitor.ask("/change-email", { newEmail, password: PASSWORD })).status).toBe(200);
  expect(await visitor.user()).toMatchObject({ email });
  const { token, next } = linkOf(await mailbox.latest(newEmail, "Confirm your new e-mail address"));
  expect(next).toBe("/account");
  expect((await visitor.ask("/verify-email", { token })).status).toBe(200);
  expect(await visitor.user()).toMatchObject({ email: newEmail });
  expect(await elsewhere.user()).toBeNull();
  expect((await mailbox.latest(email, "Your e-mail address was changed")).text).toContain(newEmail);
  expect((await visitor.ask("/verify-email", { token })).status, "used").toBe(401);
});

it("kills the link to a new address with the password that asked for it", async () => {
  const { email, visitor } = await newPerson();
  const newEmail = `thief-${email}`;
  await visitor.ask("/change-email", { newEmail, password: PASSWORD });
  const { token } = linkOf(await mailbox.latest(newEmail, "Confirm your new e-mail address"));
  // A link names its second only: the password must be of a later one.
  const linkSecond = Math.floor(Date.now() / 1000);
  await expect.poll(() => Math.floor(Date.now() / 1000), { interval: 20, timeout: 3_000 }).toBeGreaterThan(linkSecond);
  await visitor.ask("/change-password", { currentPassword: PASSWORD, newPassword: "another horse 2" });
  expect((await newVisitor().ask("/verify-email", { token })).status).toBe(401);
  expect(await visitor.user()).toMatchObject({ email });
});

it("answers a move to a taken address like one to a free address, and tells its owner", async () => {
  const [mover, owner] = [await newPerson(), await newPerson()];
  const taken = await mover.visitor.ask("/change-email", { newEmail: owner.email, password: PASSWORD });
  const free = await mover.visitor.ask("/change-email", { newEmail: "free@example.org", password: PASSWORD });
  expect([taken.status, taken.body]).toEqual([free.status, free.body]);
  await mailbox.latest(owner.email, "You have an account already");
});

it("takes names as text, and refuses those that would break a line or a page", async () => {
  const { visitor } = await newPerson();
  const name = `<img src=x onerror=alert(1)> '; DROP TABLE users; --`;
  expect((await visitor.ask("/update-user", { name })).status).toBe(200);
  expect(await visitor.user()).toMatchObject({ name });
  for (const bad of ["a\u0000b", "a\u202Eb", "a\u2066b", "a\nb", "x".repeat(10_000), "  ", "\uD800"]) {
    expect((await visitor.ask("/update-user", { name: bad })).status, JSON.stringify(bad.slice(0, 9))).toBe(422);
    const signedUp = await newVisitor().ask("/sign-up/email", {
      name: bad,
      email: "x@example.org",
      password: PASSWORD,
    });
    expect(signedUp.status).toBe(422);
  }
  expect((await visitor.ask("/update-user", { name, role: "owner", emailVerified: false, image: "x" })).status).toBe(
    200,
  );
});

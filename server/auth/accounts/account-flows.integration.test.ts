import { expect, it } from "vitest";
import { poolOf } from "../../data/pools";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { linkOf, receiveMails } from "../../testing/receive-mails";
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
  expect((await visitor.ask("/verify-email", { token, password: PASSWORD })).status).toBe(200);
  return { email, visitor };
}

const signUp = (visitor: Visitor, email: string, password = PASSWORD, next?: string) =>
  visitor.ask("/sign-up/email", { name: "Ada", email, password, next });

it("signs up, mails a link through a real mail server, and its link with the password signs in and leads on", async () => {
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
  await expect.poll(() => mailbox.to("new@example.org").length).toBe(2);
  const { token } = linkOf(await mailbox.latest("new@example.org", "Confirm your e-mail address"));
  const thief = newVisitor();
  for (const password of [undefined, "", "not the password"]) {
    expect(await thief.ask("/verify-email", { token, password })).toMatchObject({ status: 401 });
  }
  expect(await visitor.ask("/verify-email", { token, password: PASSWORD })).toMatchObject({
    status: 200,
    body: { signedIn: true },
  });
  expect(await visitor.user()).toMatchObject({ email: "new@example.org", name: "Ada" });
  for (const used of [token, linkOf(mail).token, `${token}x`, `${token.slice(1)}x`]) {
    expect((await thief.ask("/verify-email", { token: used, password: PASSWORD })).status).toBe(401);
  }
  expect(await thief.user()).toBeNull();
});

it("opens the account of whoever has both mail and password, whoever signed up with the address before or after", async () => {
  for (const isFirst of [true, false]) {
    const email = `contested-${isFirst}@example.org`;
    const [owner, stranger] = [newVisitor(), newVisitor()];
    const signUps = [() => signUp(owner, email), () => signUp(stranger, email, "the stranger's 1")];
    for (const ask of isFirst ? signUps : signUps.reverse()) await ask();
    await expect.poll(() => mailbox.to(email).length).toBe(2);
    const tokens = mailbox.to(email).map((mail) => linkOf(mail).token);
    // The owner has both mails and opens one or the other; the stranger knows a password and has none.
    const statuses = [];
    for (const token of tokens) statuses.push((await owner.ask("/verify-email", { token, password: PASSWORD })).status);
    expect(statuses.sort()).toEqual([200, 401]);
    expect(await owner.user()).toMatchObject({ email, name: "Ada" });
    expect((await newVisitor().ask("/sign-in/email", { email, password: "the stranger's 1" })).status).toBe(401);
    expect((await newVisitor().ask("/sign-in/email", { email, password: PASSWORD })).status).toBe(200);
    for (const token of tokens) {
      expect((await stranger.ask("/verify-email", { token, password: "the stranger's 1" })).status).toBe(401);
    }
  }
});

it("confirms a new account without putting it in place of whoever is signed in", async () => {
  const { email, visitor } = await newPerson();
  await signUp(newVisitor(), "attacker@example.org", "the attacker's 1");
  const { token } = linkOf(await mailbox.latest("attacker@example.org", /^Confirm/));
  const confirmed = await visitor.ask("/verify-email", { token, password: "the attacker's 1" });
  expect(confirmed).toMatchObject({ status: 200, body: { signedIn: false } });
  expect(confirmed.headers.getSetCookie()).toEqual([]);
  expect(await visitor.user()).toMatchObject({ email });
});

it("ends a sign-up after its hour, and counts wrong passwords of it", async () => {
  const email = "late@example.org";
  const visitor = newVisitor();
  await signUp(visitor, email);
  const { token } = linkOf(await mailbox.latest(email, /^Confirm/));
  const statuses = [];
  for (let attempt = 0; attempt < 11; attempt++) {
    statuses.push((await visitor.ask("/verify-email", { token, password: "wrong-wrong-1" })).status);
  }
  expect(statuses).toEqual([...Array(10).fill(401), 429]);
  await poolOf("ct_auth").query("UPDATE sign_ups SET expires_at = now() - interval '1 second'");
  expect((await newVisitor().ask("/verify-email", { token, password: PASSWORD })).body).toMatchObject({
    code: "INVALID_TOKEN",
  });
});

it("opens an account of an earlier release by its password and a new link", async () => {
  const email = "unconfirmed@example.org";
  await signUp(newVisitor(), email);
  await mailbox.latest(email, /^Confirm/);
  await poolOf("ct_auth").query(
    `WITH kept AS (DELETE FROM sign_ups WHERE email = $1 RETURNING *),
       made AS (INSERT INTO users (id, name, email, email_verified) SELECT 'old', name, email, false FROM kept)
     INSERT INTO accounts (id, user_id, account_id, provider_id, password) SELECT 'old', 'old', 'old', 'credential', password_hash FROM kept`,
    [email],
  );
  const visitor = newVisitor();
  expect((await visitor.ask("/sign-in/email", { email, password: PASSWORD })).status).toBe(401);
  await expect.poll(() => mailbox.to(email).length).toBe(2);
  const { token } = linkOf(await mailbox.latest(email, /^Confirm/));
  expect((await visitor.ask("/verify-email", { token, password: PASSWORD })).status).toBe(200);
  expect(await visitor.user()).toMatchObject({ email });
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

import { pino } from "pino";
import { afterEach, beforeAll, expect, it } from "vitest";
import { poolOf } from "../../data/pools";
import { env } from "../../env";
import { logger } from "../../logger";
import { createLab } from "../../services/labs/create-lab";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { linkOf, receiveMails } from "../../testing/receive-mails";
import { newVisitor, type Visitor } from "../../testing/visitor";

cloneTestDatabase();
const mailbox = receiveMails();

const PASSWORD = "correct horse 1";
const known = { email: "known@example.org", password: "" };
let labId = 0;
beforeAll(async () => {
  const lab = await createLab({ name: "Bench", email: known.email });
  known.password = lab.password ?? "";
  labId = lab.labId;
});
afterEach(() => {
  Object.assign(env(), { SIGNUP: "open", SIGNUP_DOMAINS: [] });
});

const signUp = (email: string, visitor: Visitor = newVisitor()) =>
  visitor.ask("/sign-up/email", { name: "Ada", email, password: PASSWORD });

/** What an answer shows of whether an address has an account: all of it but when it was given. */
async function shown(path: string, body: Record<string, unknown>) {
  const { status, body: answer, headers } = await newVisitor().ask(path, body);
  return { status, answer, headers: [...headers.keys()].sort(), cookies: headers.getSetCookie().length };
}

it.each([
  ["/sign-up/email", { name: "Ada", password: PASSWORD }],
  ["/request-password-reset", {}],
  ["/send-verification-email", {}],
  ["/sign-in/email", { password: "wrong-wrong-1" }],
])("does not tell by %s whether an address has an account", async (path, body) => {
  const unknown = `unknown${path.replaceAll("/", "-")}@example.org`;
  const ofUnknown = await shown(path, { ...body, email: unknown });
  expect(await shown(path, { ...body, email: known.email })).toEqual(ofUnknown);
  expect(ofUnknown.status).toBe(path === "/sign-in/email" ? 401 : 200);
});

it("tells the owner of a known address instead of whoever signed up with it", async () => {
  await signUp(known.email);
  const mail = await mailbox.latest(known.email, "You have an account already");
  expect(mail.text).toContain("/sign-in");
  expect((await newVisitor().ask("/sign-in/email", { email: known.email, password: PASSWORD })).status).toBe(401);
  // Signing in with the password of that sign-up looks the same for an address that had no account.
  await signUp("fresh@example.org");
  const [fresh, taken] = [
    await shown("/sign-in/email", { email: "fresh@example.org", password: PASSWORD }),
    await shown("/sign-in/email", { email: known.email, password: PASSWORD }),
  ];
  expect(fresh).toEqual(taken);
});

it("does not tell by sign-ups at one moment whether an address has an account", async () => {
  for (const email of [known.email, "four-at-once@example.org"]) {
    const answers = await Promise.all([1, 2, 3, 4].map(() => signUp(email)));
    expect(answers.map(({ status, body }) => ({ status, body }))).toEqual(Array(4).fill({ status: 200, body: {} }));
  }
});

it("takes about as long for a known address as for an unknown one", async () => {
  const timed = async (path: string, email: string) => {
    const startedAt = performance.now();
    await newVisitor().ask(path, { name: "Ada", email, password: PASSWORD });
    return performance.now() - startedAt;
  };
  for (const path of ["/sign-up/email", "/request-password-reset"]) {
    expect(await timed(path, known.email)).toBeGreaterThan(295);
    expect(await timed(path, `timed${path.length}@example.org`)).toBeGreaterThan(295);
  }
});

it("takes no new accounts where sign-up is closed, and only of the named domains", async () => {
  Object.assign(env(), { SIGNUP: "closed" });
  expect((await signUp("one@example.org")).status).toBe(403);
  Object.assign(env(), { SIGNUP: "open", SIGNUP_DOMAINS: ["lab.example"] });
  for (const email of ["two@example.org", "two@evil-lab.example", "two@lab.example.org", known.email]) {
    expect((await signUp(email)).status, email).toBe(403);
  }
  expect((await signUp("two@LAB.example")).status).toBe(200);
  const visitor = newVisitor();
  await visitor.ask("/sign-in/email", known);
  const move = { newEmail: "elsewhere@example.org", password: known.password };
  expect((await visitor.ask("/change-email", move)).status).toBe(403);
});

it("takes only invited addresses where sign-up is by invitation, while the invitation holds", async () => {
  Object.assign(env(), { SIGNUP: "invite" });
  const invite = (email: string, state: string) =>
    poolOf("ct_auth").query(
      `INSERT INTO invitations (lab_id, email, role, token_hash, expires_at, accepted_at, revoked_at)
       SELECT $1, $2::text, 'viewer', sha256(convert_to($2, 'UTF8')), now() + CASE WHEN $3::text = 'late' THEN -1 ELSE 1 END * interval '1 day',
         CASE WHEN $3 = 'used' THEN now() END, CASE WHEN $3 = 'revoked' THEN now() END`,
      [labId, email, state],
    );
  for (const state of ["open", "late", "used", "revoked"]) await invite(`${state}@example.org`, state);
  const answers = ["open", "late", "used", "revoked", "nobody", "known"].map((name) => signUp(`${name}@example.org`));
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 403, 403, 403, 403, 403]);
});

it("limits what is mailed and tried, from one address and from many, and locks out nobody else", async () => {
  const from = newVisitor("203.0.113.77");
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 6; attempt++) {
    statuses.push((await from.ask("/send-verification-email", { email: "victim@example.org" })).status);
  }
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
  const refused = await from.ask("/send-verification-email", { email: "victim@example.org" });
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(3000);
  expect(refused.body.message).toMatch(/^Too many attempts/);
  expect((await from.ask("/send-verification-email", { email: "other@example.org" })).status).toBe(200);
  expect((await newVisitor().ask("/send-verification-email", { email: "victim@example.org" })).status).toBe(200);
  // 5 of the first address counted, what it was refused did not, and one of the second: 14 of 20 are left to strangers.
  const many = Array.from({ length: 20 }, () =>
    newVisitor().ask("/send-verification-email", { email: "victim@example.org" }),
  );
  const passed = (await Promise.all(many)).filter(({ status }) => status === 200);
  expect(passed).toHaveLength(14);
});

it("counts an IPv6 customer by its network, and guesses of a signed-in person's password", async () => {
  const statuses: number[] = [];
  for (let host = 1; host <= 6; host++) {
    const visitor = newVisitor(`2001:db8:0:7::${host}`);
    statuses.push((await visitor.ask("/send-verification-email", { email: "v6@example.org" })).status);
  }
  expect(statuses.at(-1)).toBe(429);
  expect(
    (await newVisitor("2001:db8:0:8::1").ask("/send-verification-email", { email: "v6@example.org" })).status,
  ).toBe(200);
  const visitor = newVisitor();
  await visitor.ask("/sign-in/email", known);
  const guess = { currentPassword: "wrong-wrong-1", newPassword: "whatever it is" };
  const guesses: number[] = [];
  for (let attempt = 0; attempt < 11; attempt++) guesses.push((await visitor.ask("/change-password", guess)).status);
  expect(guesses).toEqual([...Array(10).fill(400), 429]);
});

it("takes state-changing calls from its own pages only, as JSON, and what it names only", async () => {
  const visitor = newVisitor();
  await visitor.ask("/sign-in/email", known);
  const refusedWith = async (headers: Record<string, string>, body: unknown = {}) =>
    (await visitor.ask("/sign-out", body, headers)).status;
  expect(await refusedWith({ Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" })).toBe(403);
  expect(await refusedWith({ Origin: "null" })).toBe(403);
  expect(await refusedWith({ Origin: "" })).toBe(403);
  expect(await refusedWith({ "Content-Type": "text/plain" })).toBe(415);
  expect(await refusedWith({ "Content-Type": "application/x-www-form-urlencoded" }, "a=b")).toBe(415);
  expect(await refusedWith({}, "{")).toBe(400);
  expect(await refusedWith({}, `{"a":"${"x".repeat(20_000)}"}`)).toBe(413);
  for (const path of ["/delete-user", "/list-sessions", "/link-social", "/two-factor/send-otp", "/get-session", "/x"]) {
    expect((await visitor.ask(path)).status, path).toBe(404);
  }
  expect(await visitor.user()).not.toBeNull();
});

it("writes neither passwords nor tokens nor codes into its log", async () => {
  const lines: string[] = [];
  const stream = Reflect.get(logger, pino.symbols.streamSym);
  const write = stream.write;
  const { level } = logger;
  stream.write = (line: string) => lines.push(line);
  logger.level = "trace";
  const secrets = [PASSWORD, known.password, "wrong-wrong-1"];
  try {
    const visitor = newVisitor();
    await signUp("logged@example.org", visitor);
    const { token } = linkOf(await mailbox.latest("logged@example.org", /^Confirm/));
    await visitor.ask("/verify-email", { token, password: "wrong-wrong-1" });
    await visitor.ask("/verify-email", { token, password: PASSWORD });
    await visitor.ask("/verify-email", { token: `${token}x` });
    await visitor.ask("/request-password-reset", { email: known.email });
    const reset = linkOf(await mailbox.latest(known.email, "Set a new password"));
    await visitor.ask("/reset-password", { token: `${reset.token}x`, newPassword: "wrong-wrong-1" });
    await visitor.ask("/sign-in/email", { email: known.email, password: "wrong-wrong-1" });
    const enabled = await visitor.ask("/two-factor/enable", { password: PASSWORD });
    const codes = Array.isArray(enabled.body.backupCodes) ? enabled.body.backupCodes.map(String) : [];
    const secret = new URL(String(enabled.body.totpURI)).searchParams.get("secret") ?? "";
    const session = visitor.cookie().split("=")[1]?.slice(0, 20) ?? "";
    secrets.push(token, reset.token, secret, session, ...codes);
    logger.warn("a last line");
  } finally {
    stream.write = write;
    logger.level = level;
  }
  expect(lines.length).toBeGreaterThan(1);
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(8);
    expect(lines.join("\n")).not.toContain(secret);
  }
});

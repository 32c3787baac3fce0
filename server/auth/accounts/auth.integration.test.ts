import { readFileSync } from "node:fs";
import { join } from "node:path";
import { getAuthTables } from "better-auth/db";
import { expect, it } from "vitest";
import { authClient } from "../../data/accounts/auth-client";
import { env } from "../../env";
import { createLab } from "../../services/labs/create-lab";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { auth } from "./auth";
import { handleAccountRequest } from "./handle-account-request";
import { currentUser } from "../session";

cloneTestDatabase();

function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const { origin } = new URL(env().APP_URL);
  return handleAccountRequest(
    new Request(`${origin}/api/auth${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Origin: origin, "X-Forwarded-For": "192.0.2.1", ...headers },
      body: JSON.stringify(body),
    }),
  );
}

let owners = 0;
async function createOwner(): Promise<{ email: string; password: string }> {
  const { email, password } = await createLab({ name: `Bench ${++owners}`, email: `Owner${owners}@Example.org` });
  return { email, password: password ?? "" };
}

const cookieOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");

it("signs in with e-mail and password, knows the session, and forgets it at sign-out", async () => {
  const { email, password } = await createOwner();
  const signedIn = await post("/sign-in/email", { email: email.toUpperCase(), password });
  expect(signedIn.status).toBe(200);
  const [line = ""] = signedIn.headers.getSetCookie();
  expect(line).toMatch(/^ct\.session_token=/);
  expect(line).toContain("HttpOnly");
  expect(line).toContain("SameSite=Lax");
  expect(line).toContain("Path=/");
  expect(line).not.toContain("Secure"); // http://localhost
  const cookie = cookieOf(signedIn);
  expect(await currentUser(new Headers({ cookie }))).toMatchObject({ email: email.toLowerCase() });
  await post("/sign-out", {}, { cookie });
  expect(await currentUser(new Headers({ cookie }))).toBeNull();
  expect(await currentUser(new Headers())).toBeNull();
  expect(await currentUser(new Headers({ cookie: cookie.replace(/.$/, "x") }))).toBeNull();
});

it("prolongs a session that is over a day old when a page asks for that, and tells nothing of it", async () => {
  const DAY_MS = 86_400_000;
  const cookie = cookieOf(await post("/sign-in/email", await createOwner()));
  const { sessionId: id = "" } = (await currentUser(new Headers({ cookie }))) ?? {};
  const endMs = async () =>
    (await authClient().session.findUniqueOrThrow({ where: { id } })).expiresAt.getTime() - Date.now();
  const age = (days: number) =>
    authClient().session.update({ where: { id }, data: { expiresAt: new Date(Date.now() + (30 - days) * DAY_MS) } });
  await age(0.5);
  expect((await post("/prolong-session", {}, { cookie })).headers.getSetCookie()).toEqual([]);
  expect(await endMs()).toBeLessThan(29.6 * DAY_MS);
  await age(29);
  await currentUser(new Headers({ cookie }));
  expect(await endMs()).toBeLessThan(1.1 * DAY_MS); // reading it never does
  const prolonged = await post("/prolong-session", {}, { cookie });
  expect(await prolonged.json()).toEqual({});
  expect(await endMs()).toBeGreaterThan(29.9 * DAY_MS);
  // The browser keeps the cookie as long.
  expect(prolonged.headers.getSetCookie()[0]).toMatch(/^ct\.session_token=.*Max-Age=2592000/);
  // One that has ended comes back to nobody.
  await age(31);
  await post("/prolong-session", {}, { cookie });
  expect(await currentUser(new Headers({ cookie }))).toBeNull();
});

it("refuses a wrong password, an unknown account and a foreign origin", async () => {
  const { email, password } = await createOwner();
  expect((await post("/sign-in/email", { email, password: `${password}x` })).status).toBe(401);
  expect((await post("/sign-in/email", { email: "nobody@example.org", password })).status).toBe(401);
  const foreign = { Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors" };
  const cookie = cookieOf(await post("/sign-in/email", { email, password }));
  expect((await post("/sign-out", {}, { ...foreign, cookie })).status).toBe(403);
});

it("locks out who guesses, not the account's owner elsewhere, nor another account from the same address", async () => {
  const [victim, neighbour] = [await createOwner(), await createOwner()];
  const from = (address: string) => ({ "X-Forwarded-For": address });
  expect((await post("/sign-in/email", victim, from("198.51.100.1"))).status).toBe(200);
  const guess = { email: victim.email, password: "wrong-wrong-1" };
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 12; attempt++) {
    statuses.push((await post("/sign-in/email", guess, from("203.0.113.9"))).status);
  }
  expect(statuses).toEqual([...Array(10).fill(401), 429, 429]);
  const refused = await post("/sign-in/email", victim, from("203.0.113.9"));
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await post("/sign-in/email", neighbour, from("203.0.113.9"))).status).toBe(200);
  expect((await post("/sign-in/email", victim, from("198.51.100.1"))).status).toBe(200);
});

it("locks out strangers from many addresses, and still lets the owner in from theirs", {
  tags: ["thorough"],
  timeout: 60_000,
}, async () => {
  const victim = await createOwner();
  expect((await post("/sign-in/email", victim, { "X-Forwarded-For": "198.51.100.1" })).status).toBe(200);
  const guesses = Array.from({ length: 110 }, (_, index) =>
    post("/sign-in/email", { ...victim, password: "wrong-wrong-1" }, { "X-Forwarded-For": `203.0.113.${index}` }),
  );
  const statuses = (await Promise.all(guesses)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 429)).toHaveLength(11); // the owner's first visit was a stranger's, too
  expect((await post("/sign-in/email", victim, { "X-Forwarded-For": "198.51.100.1" })).status).toBe(200);
});

it("looks at few passwords at a time, answers 503 behind a short queue, and lets whoever comes back in", async () => {
  const owner = await createOwner();
  const guesses = Array.from({ length: 60 }, (_, index) =>
    post("/sign-in/email", { ...owner, password: "wrong-wrong-1" }, { "X-Forwarded-For": `203.0.114.${index}` }),
  );
  const own = Array.from({ length: 10 }, () =>
    post("/sign-in/email", { ...owner }, { "X-Forwarded-For": "198.51.100.7" }),
  );
  const answers = await Promise.all(guesses);
  const turnedAway = answers.filter(({ status }) => status === 503);
  expect(turnedAway.length).toBeGreaterThan(0);
  expect(turnedAway.every(({ headers }) => Number(headers.get("retry-after")) > 0)).toBe(true);
  expect(answers.every(({ status }) => [401, 503].includes(status))).toBe(true);
  await Promise.all(own); // ten tries that nobody looked at count for none
  expect((await post("/sign-in/email", owner, { "X-Forwarded-For": "198.51.100.7" })).status).toBe(200);
});

it("answers 429 to an address that asks for more at once than people do, and nobody else", async () => {
  const { email, password } = await createOwner();
  const many = Array.from({ length: 40 }, (_, index) =>
    post(
      "/sign-up/email",
      { name: "Ada", email: `crowd${index}@example.org`, password: "correct horse 1" },
      {
        "X-Forwarded-For": "203.0.113.200",
      },
    ),
  );
  const signedIn = post("/sign-in/email", { email, password }, { "X-Forwarded-For": "198.51.100.8" });
  const refused = (await Promise.all(many)).filter(({ status }) => status === 429);
  expect(refused).toHaveLength(30);
  expect(refused[0]?.headers.get("retry-after")).toBe("1");
  expect((await signedIn).status).toBe(200);
});

it("does not take an address that the client made up for that of the nearest hop", async () => {
  const victim = await createOwner();
  const guess = (madeUp: number) =>
    post(
      "/sign-in/email",
      { ...victim, password: "wrong-wrong-1" },
      { "X-Forwarded-For": `10.0.0.${madeUp}, 203.0.113.50` },
    );
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 11; attempt++) statuses.push((await guess(attempt)).status);
  expect(statuses.at(-1)).toBe(429);
});

it("gives its cookies the __Host- prefix over https", async () => {
  const { APP_URL } = env();
  // As `onceAProcess` keeps them: made anew, they take the other address.
  const { chargeTracker: kept = new Map<string, unknown>() } = globalThis as { chargeTracker?: Map<string, unknown> };
  const plain = kept.get("accounts");
  try {
    env().APP_URL = "https://chargetracker.example";
    kept.delete("accounts");
    const { email, password } = await createOwner();
    const [line = ""] = (await post("/sign-in/email", { email, password })).headers.getSetCookie();
    expect(line).toMatch(/^__Host-ct\.session_token=/);
    expect(line).toContain("Secure");
    expect(line).toContain("Path=/");
    expect(line).not.toContain("Domain");
    const cookie = line.split(";")[0] ?? "";
    expect(await currentUser(new Headers({ cookie }))).toMatchObject({ email });
  } finally {
    env().APP_URL = APP_URL;
    kept.set("accounts", plain);
  }
});

const PRISMA_TYPES: Record<string, string[]> = {
  string: ["String"],
  boolean: ["Boolean"],
  date: ["DateTime"],
  number: ["Int"],
};

it("has a model in schema.prisma for every table that better-auth wants, field by field", () => {
  const source = readFileSync(join(process.cwd(), "prisma/schema.prisma"), "utf8");
  const tables = Object.values(getAuthTables(auth().options));
  expect(tables.map(({ modelName }) => modelName).sort()).toEqual([
    "account",
    "session",
    "twoFactor",
    "user",
    "verification",
  ]);
  for (const { modelName, fields } of tables) {
    const body = new RegExp(`^model ${modelName} \\{([\\s\\S]*?)^\\}`, "mi").exec(source)?.[1] ?? "";
    for (const [name, field] of Object.entries(fields)) {
      const [, type = "missing", suffix] =
        new RegExp(`^\\s+${field.fieldName ?? name}\\s+(\\w+)(\\?)?`, "m").exec(body) ?? [];
      expect(PRISMA_TYPES[String(field.type)], `${modelName}.${name}`).toContain(type);
      if (field.required === false) expect(suffix, `${modelName}.${name} may be missing`).toBe("?");
      if (field.unique)
        expect(body, `${modelName}.${name} is unique`).toMatch(new RegExp(`^\\s+${name}\\b.*@unique`, "m"));
    }
  }
});

import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { env } from "../env";
import { cloneTestDatabase } from "../testing/clone-test-database";
import { keepsMails, listKeptMails } from "./kept-mails";
import { deliverMail } from "./deliver-mail";

cloneTestDatabase();

const mailOf = (subject: string) => ({ mailId: randomUUID(), to: "a@example.org", subject, text: "Hello." });

it("keeps the last mails where there is no mail server, the latest first", async () => {
  expect(keepsMails()).toBe(true);
  for (let number = 0; number <= 50; number++) await deliverMail(mailOf(`Mail ${number}`));
  const mails = await listKeptMails();
  expect(mails).toHaveLength(50);
  expect([mails[0]?.subject, mails.at(-1)?.subject]).toEqual(["Mail 50", "Mail 1"]);
});

it("says that a mail server does not take a mail", async () => {
  try {
    env().SMTP_URL = "smtp://127.0.0.1:1";
    expect(keepsMails()).toBe(false);
    await expect(deliverMail(mailOf("Mail"))).rejects.toMatchObject({ kind: "unavailable" });
  } finally {
    env().SMTP_URL = undefined;
  }
});

/** Starts a process with these settings, and gives what it said when it ended by itself; null when it went on. */
function startWith(args: string[], settings: Record<string, string>): Promise<{ code: unknown; said: string } | null> {
  const { DATABASE_URL, REDIS_URL, AUTH_SECRET } = env();
  const given = { ...process.env, DATABASE_URL, REDIS_URL, AUTH_SECRET, SMTP_URL: "", MAIL_PAGE: "", ...settings };
  return new Promise((resolve) => {
    const options = { env: { ...given, NODE_ENV: "production" as const, LOG_LEVEL: "info" } };
    const child = execFile(process.execPath, ["--import", "tsx", ...args], options, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, said: `${stdout}${stderr}` }),
    );
    child.stdout?.on("data", (text: string) => {
      if (!text.includes("started")) return;
      child.kill("SIGKILL");
      resolve(null);
    });
  });
}

const evaluate = (source: string) => ["--eval", `${source}.then(() => console.log("started"))`];
const WEB = evaluate("import('./instrumentation.ts').then(({ register }) => register())");
const SETTINGS = evaluate("import('./server/env.ts').then(({ env }) => env())");

it.each([
  ["web", WEB],
  ["worker", ["workers/main.ts"]],
])("refuses to start a production %s without a mail server", async (_, args) => {
  const refused = await startWith(args, { NEXT_RUNTIME: "nodejs" });
  expect(refused?.code).toBe(1);
  expect(refused?.said).toContain("SMTP_URL: a production server sends mail");
});

it("starts it with one, or where the page of mails is asked for", async () => {
  expect(await startWith(SETTINGS, { SMTP_URL: "smtp://mail.example:587" })).toBeNull();
  expect(await startWith(SETTINGS, { MAIL_PAGE: "1" })).toBeNull();
});

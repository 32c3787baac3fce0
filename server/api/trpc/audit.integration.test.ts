import Papa from "papaparse";
import { beforeAll, expect, it } from "vitest";
import { auth } from "../../auth/accounts/auth";
import { labScopeForMember } from "../../auth/lab-scope";
import { insertAudit } from "../../data/audit/audit-writes";
import { authClient } from "../../data/accounts/auth-client";
import { withConfigTransaction } from "../../data/in-lab-config";
import { env } from "../../env";
import type { LabScope } from "../../lab-scope";
import { createLab } from "../../services/labs/create-lab";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { createStaffedLab } from "../../testing/team";
import { auditCsv } from "../pages/audit-csv";
import { createCaller } from "./root";

cloneTestDatabase();

const ENTRIES = 1200;
let lab: Awaited<ReturnType<typeof signedInLab>>;

/** A lab with an audit of some pages, and its owner's cookie. */
async function signedInLab(name: string) {
  const { labSlug, email, password } = await createLab({ name, email: `${name}@example.org`, slug: name });
  const { origin } = new URL(env().APP_URL);
  const response = await auth().handler(
    new Request(`${origin}/api/auth/sign-in/email`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Origin: origin },
      body: JSON.stringify({ email, password }),
    }),
  );
  const cookie = response.headers.getSetCookie().map((line) => line.split(";")[0]);
  const user = await authClient().user.findUniqueOrThrow({ where: { email } });
  const scope = await labScopeForMember(user.id, labSlug);
  if (!scope) throw new Error("the owner is a member");
  const caller = createCaller({ user: { userId: user.id, email, name }, isSignedIn: async () => true });
  return { labSlug, scope, caller, cookie: cookie.join("; "), userId: user.id };
}

const write = (scope: LabScope, entries: Parameters<typeof insertAudit>[2][]) =>
  withConfigTransaction(scope, "off", async (tx) => {
    for (const entry of entries) await insertAudit(scope, tx, entry);
  });

beforeAll(async () => {
  lab = await signedInLab("bench");
  const entries = Array.from({ length: ENTRIES }, (_, index) => ({
    action: index % 2 === 0 ? "cell.rename" : "cell.delete",
    subject: index === 7 ? '=HYPERLINK("http://evil.example")' : `cell 100%_${index}`,
    before: { name: `old "${index}"` },
    after: index % 2 === 0 ? { name: `new, ${index}` } : null,
  }));
  await write(lab.scope, entries);
});

const download = (labSlug: string, query = "", cookie = lab.cookie) =>
  auditCsv(
    new Request(`${env().APP_URL}/labs/${labSlug}/settings/audit/audit.csv${query}`, { headers: { cookie } }),
    labSlug,
  );

it("pages through the audit, newest first, each entry once", async () => {
  const { labSlug, caller } = lab;
  const seen: number[] = [];
  let cursor: number | null = null;
  do {
    const page: Awaited<ReturnType<typeof caller.audit.list>> = await caller.audit.list({ labSlug, cursor });
    seen.push(...page.entries.map(({ auditId }) => auditId));
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(seen).toHaveLength(ENTRIES + 1); // and the key that the operator made
  expect(seen).toEqual([...new Set(seen)].sort((left, right) => right - left));
});

it("filters by who, what and a part of the name, whose signs stand for themselves", async () => {
  const { labSlug, caller, userId } = lab;
  const list = async (filter: object) => (await caller.audit.list({ labSlug, ...filter })).entries;
  expect((await list({ action: "cell.delete", text: "_41" })).map(({ subject }) => subject)).toContain("cell 100%_41");
  expect(await list({ text: "100%_1199" })).toHaveLength(1);
  expect(await list({ text: "100__1199" })).toHaveLength(0);
  expect(await list({ text: "'; DROP TABLE audit_log; --" })).toHaveLength(0);
  expect(await list({ actor: "operator" })).toMatchObject([{ action: "api_key.create", actorName: "The operator" }]);
  expect((await list({ actor: `user:${userId}` })).every(({ actorName }) => actorName === "bench")).toBe(true);
  const { actions, actors } = await caller.audit.choices({ labSlug });
  expect(actions).toEqual(["api_key.create", "cell.delete", "cell.rename"]);
  expect(actors.map(({ actor }) => actor)).toEqual(["operator", `user:${userId}`]);
});

it("gives the same as CSV, whole, and no formula to a spreadsheet", async () => {
  const response = await download(lab.labSlug);
  expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  const { data } = Papa.parse<Record<string, string>>(await response.text(), { header: true, skipEmptyLines: true });
  expect(data).toHaveLength(ENTRIES + 1);
  const [newest] = data;
  expect(newest).toMatchObject({
    who: "bench",
    action: "cell.delete",
    subject: "cell 100%_1199",
    before: '{"name":"old \\"1199\\""}',
    after: "",
  });
  expect(data.find(({ subject }) => subject?.includes("HYPERLINK"))?.subject).toMatch(/^'=/);
  const filtered = await (await download(lab.labSlug, "?action=cell.rename&text=_1198")).text();
  expect(Papa.parse(filtered, { header: true, skipEmptyLines: true }).data).toHaveLength(1);
});

it("gives it to nobody who is not signed in, no member, or below admin", async () => {
  const other = await signedInLab("other");
  expect((await download(lab.labSlug, "", "")).status).toBe(401);
  const [foreign, missing] = [await download(other.labSlug), await download("missing")];
  expect([foreign.status, missing.status]).toEqual([404, 404]);
  const bodies = [await foreign.text(), await missing.text()];
  expect(bodies[0]?.replaceAll(other.labSlug, "…")).toBe(bodies[1]?.replaceAll("missing", "…"));
  const staffed = await createStaffedLab();
  await authClient().member.create({
    data: { lab: { connect: { slug: staffed.slug } }, user: { connect: { id: other.userId } }, role: "member" },
  });
  expect((await download(staffed.slug, "", other.cookie)).status).toBe(403);
});

it("shows fewer entries at once where they are large, and all of them page by page and in the table", async () => {
  const large = await signedInLab("large");
  const entries = Array.from({ length: 30 }, (_, index) => ({
    action: "grouping.update",
    subject: `large ${index}`,
    before: null,
    after: "x".repeat(600_000),
  }));
  await write(large.scope, entries);
  const lengths: number[] = [];
  for (let cursor: number | null = null, isFirst = true; isFirst || cursor !== null; isFirst = false) {
    const page: Awaited<ReturnType<typeof large.caller.audit.list>> = await large.caller.audit.list({
      labSlug: large.labSlug,
      action: "grouping.update",
      cursor,
    });
    lengths.push(page.entries.length);
    cursor = page.nextCursor;
  }
  expect(Math.max(...lengths)).toBe(4);
  expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(30);
  const csv = await (await download(large.labSlug, "?action=grouping.update", large.cookie)).text();
  expect(csv.match(/large \d+/g)).toHaveLength(30);
});

import { randomBytes } from "node:crypto";
import type { Browser, Page } from "@playwright/test";
import { GroupsPage } from "./support/groups-page";
import { linkMailedTo } from "./support/mails";
import { RestClient } from "./support/rest-client";
import { CyclerChannel } from "./support/samples";
import { expect, test } from "./support/test";

// One new lab's first hour, from a stranger's sign-up to a colleague in the team.

test.use({ allowedErrors: /Failed to load resource: the server responded with a status of 40[134]/ });
test.setTimeout(180_000);

const id = randomBytes(5).toString("hex");
const OWNER = { name: "Ada", email: `ada@${id}.example.org`, password: `password of ${id}` };
const COLLEAGUE = { name: "Ben", email: `ben@${id}.example.org`, password: `his own of ${id}` };

async function signUp(page: Page, person: typeof OWNER): Promise<void> {
  await page.goto("/sign-up");
  await fillSignUp(page, person);
}

async function fillSignUp(page: Page, { name, email, password }: typeof OWNER): Promise<void> {
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign up" }).click();
  await expect(page.getByRole("status")).toContainText(email);
  await page.goto(await linkMailedTo(email, /Confirm your e-mail address/));
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Confirm the address" }).click();
}

/** Six cells of a cathode over five cycles; the last fades faster than the others. */
async function sendCells(rest: RestClient, apiKey: string, baseUrl: string, cathode: string): Promise<void> {
  const startMs = Date.now() - 3 * 86_400_000;
  for (let index = 0; index < 6; index++) {
    const cell = `${cathode}-${index + 1}`;
    const channel = new CyclerChannel(cell, startMs);
    const fadeAh = index === 5 ? 0.12 : 0.01 + 0.001 * index;
    const cycles = [1, 2, 3, 4, 5].flatMap((cycle) => {
      const discharge = 2 - fadeAh * (cycle - 1);
      return channel.cycle(cycle, { charge: discharge * 1.001, discharge });
    });
    const body = { samples: [...cycles, channel.opening(6)], cells: { [cell]: { nominalCapacityAh: 2 } } };
    const response = await fetch(new URL("/api/v1/ingest", baseUrl), {
      method: "POST",
      headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    expect(response.status, await response.text()).toBe(202);
  }
  // The last cell is not there before a worker has registered it.
  const counted = () =>
    rest.cycles(`${cathode}-6`).then(
      ({ length }) => length,
      () => 0,
    );
  await expect.poll(counted, { timeout: 30_000 }).toBe(6);
}

test("a stranger's first hour", async ({ page, browser, baseURL }) => {
  await signUp(page, OWNER);
  await expect(page).toHaveURL(/\/new-lab$/);
  await page.getByLabel("Name", { exact: true }).fill(`Lab ${id}`);
  await page.getByRole("button", { name: "Create lab" }).click();
  await expect(page).toHaveURL(/\/labs\/[^/]+\/start$/);
  const slug = /\/labs\/([^/]+)\//.exec(page.url())?.[1] ?? "";

  await expect(page.getByRole("status").filter({ hasText: "Live" })).toBeVisible(); // its scripts have begun
  await page.getByRole("button", { name: "Create key" }).click();
  const command = await page.locator("pre", { hasText: "Bearer ct_" }).textContent();
  const apiKey = /ct_[A-Za-z0-9_-]{43}/.exec(command ?? "")?.[0] ?? "";
  const rest = new RestClient(baseURL ?? "", apiKey);
  await sendCells(rest, apiKey, baseURL ?? "", "NMC");
  // The page of the first run becomes that of the first cell by itself, or the overview where others came at once.
  await expect(page).toHaveURL(new RegExp(`/labs/${slug}(/cells/NMC-1)?$`));

  await makeField(page, slug);
  for (let index = 1; index <= 6; index++) await rest.putCell(`NMC-${index}`, { metadata: { cathode: "NMC" } });
  await makeGrouping(page, slug);

  const groups = new GroupsPage(page);
  await groups.open(slug, { metric: "capacityRetention" });
  await expect(groups.rows.first()).toContainText("NMC-6");
  await expect(groups.rows.first()).toContainText("stray");

  // The chart changes without a reload when a cell falls into another group.
  await rest.putCell("NMC-1", { metadata: { cathode: "LFP" } });
  await expect(page.locator("[data-group=LFP]")).toBeVisible();

  await inviteAndJoin(page, browser, slug);
});

async function makeField(page: Page, slug: string): Promise<void> {
  await page.goto(`/labs/${slug}/cells/fields`);
  await page.getByLabel("Name").fill("cathode");
  await page.getByRole("button", { name: "Make field" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "cathode" })).toBeVisible();
}

async function makeGrouping(page: Page, slug: string): Promise<void> {
  await page.goto(`/labs/${slug}/groupings`);
  await page
    .getByRole("button", { name: /^Cathode$|By cathode/i })
    .first()
    .click();
  await page.getByRole("button", { name: /^(Make|Save) grouping$/ }).click();
  await expect.poll(() => page.url()).toContain("grouping=");
}

async function inviteAndJoin(page: Page, browser: Browser, slug: string): Promise<void> {
  await page.goto(`/labs/${slug}/settings/members`);
  await page.getByLabel("E-mail").fill(COLLEAGUE.email);
  await page.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByRole("status").filter({ hasText: `Sent to ${COLLEAGUE.email}` })).toBeVisible();
  const invitation = new URL(await linkMailedTo(COLLEAGUE.email, /invite/i));

  const context = await browser.newContext();
  const other = await context.newPage();
  expect([invitation.pathname, invitation.hash]).toEqual(["/invitations", expect.stringMatching(/^#token=.{20,}/)]);
  const asked: string[] = [];
  other.on("request", (request) => asked.push(request.url()));
  await other.goto(`${invitation.pathname}${invitation.hash}`);
  await expect(other.getByText(`${OWNER.name} invites you to the lab`)).toBeVisible();
  await expect(other.getByText(`Lab ${id}`)).toBeVisible();
  await other.getByRole("link", { name: "Sign up" }).click();
  await expect(other.getByLabel("E-mail")).toHaveValue(COLLEAGUE.email);
  await fillSignUp(other, COLLEAGUE);
  await other.waitForURL(/\/invitations#token=/); // and until its scripts run, without which a click does nothing
  await other.getByRole("button", { name: "Join the lab" }).click();
  await expect(other).toHaveURL(new RegExp(`/labs/${slug}$`));
  const secret = new URLSearchParams(invitation.hash.slice(1)).get("token") ?? "";
  // A browser sends what lies before the "#".
  expect(asked.filter((url) => url.replace(/#.*/, "").includes(secret))).toEqual([]);
  await other.goto(`/labs/${slug}/settings/lab`);
  await expect(other.getByRole("heading", { name: "Leave this lab" })).toBeVisible();
  await expect(other.getByRole("button", { name: "Delete the lab" })).toBeHidden();
  await context.close();
  await page.reload();
  await expect(page.getByRole("row").filter({ hasText: COLLEAGUE.email })).toContainText("member");
}

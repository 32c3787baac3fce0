import type { APIResponse, Page } from "@playwright/test";
import { createLab, type Lab } from "./support/lab";
import { expect, signIn, test } from "./support/test";

// What a browser itself says of an answer that refuses; the page says it better.
test.use({ allowedErrors: /Failed to load resource: the server responded with a status of 40[14]/ });

async function fillIn(page: Page, { email, password }: Pick<Lab, "email" | "password">): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test("a wrong password is refused, in the same words as an unknown address", async ({ page, lab }) => {
  const refusal = page.getByRole("alert").filter({ hasText: "E-mail or password is not right." });
  await page.goto("/sign-in");
  await fillIn(page, { email: lab.email, password: "not the password" });
  await expect(refusal).toBeVisible();
  await page.reload();
  await fillIn(page, { email: `nobody@${lab.slug}.example.org`, password: lab.password });
  await expect(refusal).toBeVisible();
  await expect(page).toHaveURL(/\/sign-in$/);
});

test("whoever names another address at each try is counted as one", async ({ page, lab }) => {
  const headers = { origin: new URL(process.env.APP_URL ?? "http://localhost:3000").origin };
  const data = { email: `nobody@${lab.slug}.example.org`, password: "not the password" };
  const statuses: number[] = [];
  for (let at = 1; at <= 11; at++) {
    const forwarded = { ...headers, "x-forwarded-for": `192.0.2.${at}` };
    statuses.push((await page.request.post("/api/auth/sign-in/email", { data, headers: forwarded })).status());
  }
  expect(statuses).toEqual([...Array<number>(10).fill(401), 429]);
});

test("signing in leads back to the view that was asked for", async ({ page, lab }) => {
  const view = `/labs/${lab.slug}/groups?metric=coulombicEfficiency&from=2&to=9&hide=NMC`;
  await page.goto(view);
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await fillIn(page, lab);
  await expect(page).toHaveURL(new URL(view, page.url()).href);
  await expect(page.getByLabel("Metric", { exact: true })).toHaveValue("coulombicEfficiency");
  await expect(page.getByLabel("First cycle shown")).toHaveValue("2");
});

test("a link cannot send people elsewhere after they signed in", async ({ page, lab }) => {
  await page.goto("/sign-in?next=https://example.org/");
  await fillIn(page, lab);
  await expect(page).toHaveURL(new RegExp(`/labs/${lab.slug}$`));
});

test("signing out ends the session", async ({ page, lab }) => {
  await signIn(page, lab);
  await page.goto(`/labs/${lab.slug}/groups`);
  await page.getByRole("button", { name: "Account" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.goto(`/labs/${lab.slug}/groups`);
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  const asked = await page.request.get(groupingsOf(lab.slug));
  expect(asked.status()).toBe(401);
});

test("another lab does not exist, neither as a page nor for tRPC", async ({ page, lab, baseURL }) => {
  const theirs = await createLab(baseURL ?? "", "Their bench");
  await signIn(page, lab);
  for (const slug of [theirs.slug, "no-such-lab"]) {
    const answer = await page.goto(`/labs/${slug}/groups`);
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole("heading", { name: "Nothing here" })).toBeVisible();
    await expect(page.getByText(theirs.name)).toHaveCount(0);
    for (const path of [groupingsOf(slug), viewOf(slug), changesOf(slug)]) {
      const refused = await page.request.get(path);
      expect(await refusalOf(refused)).toEqual({ status: 404, code: "NOT_FOUND" });
    }
  }
  expect((await page.request.get(groupingsOf(lab.slug))).status()).toBe(200);
});

test("a tab says at once that another one signed out, with the way back", async ({ page, lab, context }) => {
  await signIn(page, lab);
  await page.goto(`/labs/${lab.slug}/cells`);
  const other = await context.newPage();
  await other.goto(`/labs/${lab.slug}/groups`);
  await expect(other.locator("[data-stream]")).toHaveAttribute("data-stream", "live");
  await page.getByRole("button", { name: "Account" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(other.locator("[data-stream]")).toHaveText(/^Signed out.*Sign in again$/);
});

const procedure = (name: string, input: unknown) =>
  `/api/trpc/${name}?input=${encodeURIComponent(JSON.stringify(input))}`;
const groupingsOf = (labSlug: string) => procedure("groupings.list", { labSlug });
const viewOf = (labSlug: string) => procedure("groups.view", { labSlug, groupingId: 1, metric: "dischargeCapacityAh" });
const changesOf = (labSlug: string) =>
  procedure("groups.changes", { labSlug, groupingId: 1, metric: "dischargeCapacityAh", sinceVersion: 0 });

async function refusalOf(response: APIResponse): Promise<{ status: number; code: unknown }> {
  const { error } = await response.json();
  return { status: response.status(), code: error?.data?.code };
}

test("a page runs only what carries its own nonce, and frames nowhere", async ({ page }) => {
  const [first, second] = [await page.request.get("/sign-in"), await page.request.get("/sign-in")];
  const policies = [first, second].map((answer) => answer.headers()["content-security-policy"] ?? "");
  const nonces = policies.map((policy) => /script-src 'self' 'nonce-([^']+)' 'strict-dynamic';/.exec(policy)?.[1]);
  expect(nonces[0]).toBeTruthy();
  expect(nonces[0]).not.toBe(nonces[1]);
  expect(policies[0]).toContain("frame-ancestors 'none'");
  const scripts = (await first.text()).match(/<script\b[^>]*>/g) ?? [];
  expect(scripts.length).toBeGreaterThan(3);
  for (const script of scripts) expect(script).toContain(`nonce="${nonces[0]}"`);
});

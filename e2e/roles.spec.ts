import type { Page } from "@playwright/test";
import { bringIn, signUpColleague } from "./support/colleague";
import { groupByCathode } from "./support/lab";
import type { Trier } from "./support/role-attempt";
import { ATTEMPTS } from "./support/role-attempts";
import { expect, signIn, test } from "./support/test";
import { askFromPage, read } from "./support/trpc";

// Each role tries each action of the table of permissions that the page of members shows: by the page's own control, and by what the page
// asks of the server.

test.use({ allowedErrors: /Failed to load resource: the server responded with a status of 40[34]/ });
test.describe.configure({ mode: "parallel" });
test.setTimeout(180_000); // a dozen pages each

const ROLES = ["viewer", "member", "admin", "owner"];

type Permissions = Record<string, Record<string, boolean>>;

/** The table as the page shows it: by action, by role, whether it may. */
async function readPermissions(page: Page, labSlug: string): Promise<Permissions> {
  await page.goto(`/labs/${labSlug}/settings/members`);
  const rows = page.getByRole("table", { name: "What roles may do" }).locator("tr[data-action]");
  await expect(rows.first()).toBeVisible();
  return rows.evaluateAll((found) =>
    Object.fromEntries(
      found.map((row) => [
        row.getAttribute("data-action") ?? "",
        Object.fromEntries(
          [...row.querySelectorAll("[data-role]")].map((cell) => [
            cell.getAttribute("data-role") ?? "",
            cell.getAttribute("data-may") === "true",
          ]),
        ),
      ]),
    ),
  );
}

async function tryAction(by: Trier, action: string, isAllowed: boolean): Promise<void> {
  const attempt = ATTEMPTS[action];
  if (!attempt) throw new Error(`no attempt for ${action}`);
  const { page, lab } = by;
  await attempt.open(by, isAllowed);
  await expect(attempt.control(page), `control of ${action}`).toHaveCount(isAllowed ? 1 : 0);
  if (isAllowed) {
    await attempt.act(by);
    await attempt.undo?.(by);
  }
  for (const { procedure, isQuery, input } of attempt.calls) {
    const given = { labSlug: lab.slug, ...(await input(by, isAllowed)) };
    const asked = await askFromPage(page, procedure, given, isQuery);
    expect(asked.code, `${action} by ${procedure}: ${asked.message}`).toBe(isAllowed ? "answered" : "FORBIDDEN");
    if (isAllowed) await attempt.undo?.(by);
  }
}

for (const role of ROLES) {
  test(`${role}: does what the table grants, and is refused the rest`, async ({ page, lab, playwright, baseURL }) => {
    await groupByCathode(lab);
    await lab.rest.putCell("A-01", {});
    const request = await playwright.request.newContext({ baseURL: baseURL ?? "" });
    await signIn({ request }, lab);
    const { user } = (await read(request, "labs.mine", {})).data as { user: { userId: string } }; // what it answers
    const colleague = await signUpColleague(page);
    await bringIn(colleague, { owner: request, labSlug: lab.slug, role });
    const by: Trier = { ...colleague, role, lab, founder: { userId: user.userId, request } };

    const permissions = await readPermissions(page, lab.slug);
    expect(Object.keys(permissions).sort()).toEqual(Object.keys(ATTEMPTS).sort());
    for (const action of Object.keys(ATTEMPTS)) {
      expect(Object.keys(permissions[action] ?? {})).toEqual(ROLES);
      await test.step(action, () => tryAction(by, action, permissions[action]?.[role] === true));
    }
    await request.dispose();
  });
}

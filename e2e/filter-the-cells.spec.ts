import type { Page } from "@playwright/test";
import { GroupsPage } from "./support/groups-page";
import type { Lab } from "./support/lab";
import { CELLS, fillLab } from "./support/many-cells";
import { savedBy } from "./support/read-picture";
import { expect, signIn, test } from "./support/test";
import { ask, read } from "./support/trpc";

const WHERE = "electrolyte != LP57";

async function openBy(page: Page, lab: Lab, query: Record<string, string> = {}): Promise<GroupsPage> {
  await signIn(page, lab);
  const groups = new GroupsPage(page);
  await page.goto(
    `/labs/${lab.slug}/groups?${new URLSearchParams([["by", "cathode"], ["by", "rate"], ...Object.entries(query)])}`,
  );
  await groups.untilShown();
  return groups;
}

const filterLine = (page: Page) => page.getByRole("group", { name: "Filter of the cells" });
const legend = (page: Page) => page.locator("tr[data-group]");

/** What the page asks of groups from now on, by its procedure, and of which cells. */
function watchQuestions(page: Page): Map<string, Set<unknown>> {
  const asked = new Map<string, Set<unknown>>();
  page.on("request", (request) => {
    const url = new URL(request.url());
    const [, procedure] = /^\/api\/trpc\/(groups\.\w+)$/.exec(url.pathname) ?? [];
    // What was asked before the filter stood in the address is of all cells.
    if (procedure === undefined || !new URL(page.url()).searchParams.has("where")) return;
    const input: { where?: unknown } = JSON.parse(url.searchParams.get("input") ?? "{}");
    asked.set(procedure, (asked.get(procedure) ?? new Set()).add(input.where ?? null));
  });
  return asked;
}

test("120 cells that are grouped by two fields are filtered by a third without leaving the chart", async ({
  page,
  lab,
}) => {
  test.slow();
  await fillLab(lab, { lessAh: 0.5 });
  const groups = await openBy(page, lab);
  const { pathname } = new URL(page.url());
  await expect(groups.legendRow("LFP · 1C")).toContainText("10");
  // Five of 2.97 Ah and five of 2.47 Ah.
  await expect(groups.legendRow("LFP · 1C").locator('[data-label="last"]')).toHaveText("2.720");
  await page.getByRole("switch", { name: "Ageing" }).click();
  await expect(page.getByRole("region", { name: "Ageing of the group" })).toBeVisible();

  const asked = watchQuestions(page);
  const menu = await groups.openMenu("Filter");
  await menu.getByLabel("Cells whose").selectOption("electrolyte");
  await menu.getByLabel("Comparison").selectOption("is not");
  await menu.getByLabel("LP57 (60)").check();
  await menu.getByRole("button", { name: "Add to the filter" }).click();
  await expect.poll(() => groups.queryOf().where).toBe(WHERE);
  await page.keyboard.press("Escape");
  await expect(filterLine(page).getByRole("status")).toHaveText(`60 of ${CELLS} cells`);
  await expect(legend(page)).toHaveCount(12);
  await expect(groups.legendRow("LFP · 1C").locator('[data-label="last"]')).toHaveText("2.970");
  await expect(groups.summary).toContainText("5 cells");
  await expect(groups.rows).toHaveCount(5);
  expect(new URL(page.url()).pathname).toBe(pathname);
  for (const of of ["groups.view", "groups.deviations", "groups.cells", "groups.strays", "groups.ageing"]) {
    await expect.poll(() => [...(asked.get(of) ?? [])], { message: of, timeout: 20_000 }).toEqual([WHERE]);
  }

  // Its numbers leave the page with the filter that they are of.
  await page.getByRole("button", { name: "Export Discharge capacity over cycle number" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Discharge capacity over cycle number" });
  const csv = (await savedBy(page, dialog, "CSV of what is shown")).bytes.toString("utf8");
  expect(csv).toContain(`# Cells: ${WHERE}`);
  expect(csv).toContain("LFP · 1C");
  await page.keyboard.press("Escape");

  // As it is typed, with `f`.
  await page.keyboard.press("f");
  const typed = page.getByRole("dialog", { name: "Filter" }).getByLabel("Or typed");
  await expect(typed).toHaveValue(WHERE);
  await typed.fill(`${WHERE} and cathode = LFP | NMC811 and anode = C`);
  await typed.press("Enter");
  await expect(page.getByText("The lab has no field “anode”.")).toBeVisible();
  expect(groups.queryOf().where).toBe(WHERE);
  await typed.fill(`${WHERE} and cathode = LFP | NMC811`);
  await typed.press("Enter");
  await expect(filterLine(page).getByRole("status")).toHaveText(`40 of ${CELLS} cells`);
  await page.keyboard.press("Escape");
  await expect(legend(page)).toHaveCount(8);

  await page.getByRole("button", { name: `Remove the filter ${WHERE}` }).click();
  await expect(filterLine(page).getByRole("status")).toHaveText(`80 of ${CELLS} cells`);
  await page.goBack();
  await expect(filterLine(page).getByRole("status")).toHaveText(`40 of ${CELLS} cells`);
  await page.getByRole("button", { name: "Clear filter" }).click();
  await expect(filterLine(page)).toHaveCount(0);
  await expect(legend(page)).toHaveCount(12);
});

test("a filter is made by keys alone, and one that no cell passes is left again", async ({ page, lab }) => {
  await fillLab(lab);
  const groups = await openBy(page, lab);
  await page.keyboard.press("f");
  const menu = page.getByRole("dialog", { name: "Filter" });
  await expect(menu.getByLabel("LCO (40)")).toBeVisible();
  await menu.getByLabel("Cells whose").focus();
  await page.keyboard.press("Tab");
  await expect(menu.getByLabel("Comparison")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(menu.getByLabel("LCO (40)")).toBeFocused();
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await expect.poll(() => groups.queryOf().where).toBe("cathode = LCO | LFP");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Filter", exact: true })).toBeFocused();
  await expect(legend(page)).toHaveCount(8);

  await page.goto(`/labs/${lab.slug}/groups?${new URLSearchParams({ where: "cathode = LMO" })}`);
  await expect(page.getByRole("heading", { name: "No cell passes this filter" })).toBeVisible();
  await expect(filterLine(page).getByRole("status")).toHaveText(`0 of ${CELLS} cells`);
  await page.getByRole("button", { name: "Show all cells" }).click();
  await expect(groups.legendRow("All cells")).toContainText(`${CELLS}`);
});

test.describe("while the lab changes", () => {
  // What is on its way when a field is renamed is refused; the page then says why.
  test.use({ allowedErrors: /Failed to load resource: the server responded with a status of 404/ });

  test("a cell enters and leaves a filter as its metadata change, until the field is gone", async ({ page, lab }) => {
    await fillLab(lab);
    const groups = await openBy(page, lab, { where: "electrolyte = LP57" });
    await expect(groups.streamState).toHaveAttribute("data-stream", "live");
    await expect(filterLine(page).getByRole("status")).toHaveText(`60 of ${CELLS} cells`);
    await lab.rest.putCell("C-001", { metadata: { electrolyte: "LP57" } });
    await expect(filterLine(page).getByRole("status")).toHaveText(`61 of ${CELLS} cells`);
    await lab.rest.putCell("C-001", { metadata: { electrolyte: "LP30" } });
    await expect(filterLine(page).getByRole("status")).toHaveText(`60 of ${CELLS} cells`);

    const { data } = await read(page.request, "fields.list", { labSlug: lab.slug });
    const fields = data.fields as { name: string; metadataFieldId: number }[]; // as the settings list them
    const metadataFieldId = fields.find(({ name }) => name === "electrolyte")?.metadataFieldId ?? 0;
    const given = { metadataFieldId, name: "solvent" };
    expect((await ask(page.request, "fields.update", { labSlug: lab.slug, given })).code).toBe("answered");
    await expect(page.getByRole("heading", { name: "This filter cannot be used" })).toBeVisible();
    await expect(page.getByText("The lab has no field “electrolyte”.")).toBeVisible();
    await page.getByRole("button", { name: "Show all cells" }).click();
    await expect(legend(page)).toHaveCount(12);
  });
});

test("a filter goes with what is shared, compared and saved, and is made on a phone", async ({
  page,
  lab,
  browser,
  baseURL,
}) => {
  test.slow();
  await fillLab(lab);
  const groups = await openBy(page, lab, { where: WHERE, group: '["LFP","1C"]' });
  await groups.deepDive.getByRole("link", { name: "Compare" }).click();
  await expect(page.getByText(`LFP · 1C (cathode × rate, ${WHERE})`).first()).toBeVisible();
  await page.goBack();
  await groups.untilShown();

  await expect(async () => {
    await page.getByRole("button", { name: "Share…" }).first().click();
    await expect(page.getByRole("dialog", { name: "Share this view" })).toBeVisible({ timeout: 2_000 });
  }).toPass();
  const dialog = page.getByRole("dialog", { name: "Share this view" });
  await dialog.getByRole("button", { name: "Make link" }).click();
  const address = (await dialog.locator("pre").textContent()) ?? "";
  const context = await browser.newContext({ baseURL: baseURL ?? "", viewport: { width: 390, height: 844 } });
  const theirs = await context.newPage();
  await theirs.goto(address);
  await expect(theirs.getByText(`Discharge capacity by cathode × rate, ${WHERE}`).first()).toBeVisible();
  await expect(filterLine(theirs)).toHaveText(`Cells:${WHERE}`);
  await expect(filterLine(theirs).getByRole("button")).toHaveCount(0);
  await context.close();

  await page.keyboard.press("Escape");
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("button", { name: "Change" }).click();
  const sheet = page.getByRole("dialog", { name: "What is shown" });
  await sheet.getByLabel("Or typed").fill("cathode = LFP");
  await sheet.getByRole("button", { name: "Apply" }).click();
  await sheet.getByRole("button", { name: "Show", exact: true }).click();
  await expect(filterLine(page).getByRole("status")).toHaveText(`40 of ${CELLS} cells`);
});

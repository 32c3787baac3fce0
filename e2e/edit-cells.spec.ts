import type { Page } from "@playwright/test";
import { groupByCathode, type Lab, untilCycles } from "./support/lab";
import { CyclerChannel, CYCLE_S } from "./support/samples";
import { expect, signIn, test } from "./support/test";

const CELLS = 1000;
const name = (index: number) => `C-${String(index + 1).padStart(4, "0")}`;
const NAMES = Array.from({ length: CELLS }, (_, index) => name(index));

/** A grouping by cathode, two more fields, and one cell with finished cycles. */
async function furnish(lab: Lab): Promise<void> {
  await groupByCathode(lab);
  await lab.rest.post("/api/v1/metadata-fields", { name: "loading", type: "number", unit: "mg/cm²" });
  await lab.rest.post("/api/v1/metadata-fields", { name: "electrolyte", type: "text" });
  await lab.rest.putCell(name(0), { metadata: { cathode: "unsorted" } });
  const channel = new CyclerChannel(name(0), Date.now() - 4 * CYCLE_S * 1000);
  const capacity = { charge: 1, discharge: 1 };
  await lab.rest.ingest([...channel.cycle(1, capacity), ...channel.cycle(2, capacity), ...channel.charge(3, 1)]);
  await untilCycles(lab, name(0), 2);
}

async function openCells(page: Page, lab: Lab) {
  await signIn(page, lab);
  await page.goto(`/labs/${lab.slug}/cells`);
  const grid = page.getByRole("grid", { name: "Cells" });
  await expect(grid.getByText(name(0))).toBeVisible();
  const value = (cell: string, column: string) => valueAt(page, cell, column);
  const said = (text: string | RegExp) => expect(page.getByRole("status").filter({ hasText: text })).toBeVisible();
  return { grid, value, said };
}

/** What the sheet shows of a cell under a head. */
function valueAt(page: Page, cell: string, column: string): Promise<string | null> {
  return page.evaluate(
    ([wanted = "", head = ""]) => {
      const heads = [...document.querySelectorAll('[role="columnheader"]')].map((one) => one.textContent ?? "");
      const at = heads.findIndex((text) => text.startsWith(head));
      const row = [...document.querySelectorAll('[role="row"]')].find((one) => one.firstChild?.textContent === wanted);
      return row?.children[at]?.textContent ?? null;
    },
    [cell, column],
  );
}

async function pasteTable(page: Page, rows: readonly string[]): Promise<void> {
  await page.getByRole("button", { name: "Paste or load a table" }).click();
  await page.getByRole("textbox", { name: "Table" }).fill(rows.join("\n"));
}

test("a value is typed, filled down, cleared and undone by keyboard alone", async ({ page, lab }) => {
  await furnish(lab);
  for (const index of [1, 2]) await lab.rest.putCell(name(index), {});
  const { grid, value, said } = await openCells(page, lab);
  await grid.focus();
  for (let step = 0; step < 3; step++) await page.keyboard.press("ArrowRight");
  await page.keyboard.type("4,5");
  await page.keyboard.press("Enter");
  await said("1 value of 1 cell saved.");
  expect(await value(name(0), "Nominal capacity")).toBe("4.5");

  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Control+d");
  await said("2 values of 2 cells saved.");
  expect(await value(name(2), "Nominal capacity")).toBe("4.5");
  await page.keyboard.press("Control+z");
  await said("Undone.");
  await expect.poll(() => value(name(2), "Nominal capacity")).toBe("–");

  await page.keyboard.press("F2");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("much");
  await page.keyboard.press("Enter");
  await said("expected a number");
  await page.reload();
  await expect(grid.getByText(name(0))).toBeVisible();
  expect(await value(name(0), "Nominal capacity")).toBe("4.5");

  // A point begins a number here, and pauses nothing.
  await grid.focus();
  for (let step = 0; step < 3; step++) await page.keyboard.press("ArrowRight");
  await page.keyboard.type(".5");
  await page.keyboard.press("Enter");
  await said("1 value of 1 cell saved.");
  await expect.poll(() => value(name(0), "Nominal capacity")).toBe("0.5");
  await expect(page.locator("[data-stream]")).toHaveAttribute("data-stream", "live");
});

test("a thousand cells are pasted with three fields, and an open chart regroups them", async ({
  page,
  context,
  lab,
}) => {
  await furnish(lab);
  const { said } = await openCells(page, lab);
  await pasteTable(page, ["Cell", ...NAMES]);
  await page.getByRole("button", { name: "Save 0 values" }).click(); // the cells alone
  await said(`${CELLS - 1} cells made.`);

  const chart = await context.newPage();
  await chart.goto(`/labs/${lab.slug}/groups`);
  await expect(chart.locator('tr[data-group="unsorted"]')).toBeVisible();
  const rows = NAMES.map((cell, index) => [cell, "WXYZ"[index % 4], index / 10, `E${index % 3}`].join("\t"));
  await pasteTable(page, ["Cell\tcathode\tloading\telectrolyte", ...rows]);
  const save = page.getByRole("button", { name: `Save ${3 * CELLS} values` });
  await expect(save).toBeEnabled();
  const regrouped = chart.waitForFunction(() => document.querySelectorAll("tr[data-group]").length === 4, null, {
    polling: 20,
  });
  await save.click();
  await regrouped;
  await said(`${3 * CELLS} values of ${CELLS} cells saved.`);
});

test("a cell is deleted by its typed name, and another is changed on a phone", async ({ page, lab }) => {
  await furnish(lab);
  await lab.rest.putCell("spare", { metadata: { cathode: "W" } });
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, lab);
  await page.goto(`/labs/${lab.slug}/cells`);
  await page.getByRole("button", { name: /^C-0001/ }).click();
  await page.getByLabel("cathode").fill("X");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("button", { name: /^C-0001/ })).toContainText("X");

  await page.getByRole("button", { name: /^spare/ }).click();
  await page.getByText("Delete the cell").click();
  const remove = page.getByRole("button", { name: "Delete cell" });
  await expect(remove).toBeDisabled();
  await page.getByLabel("Type “spare” to confirm").last().fill("spare");
  await remove.click();
  await expect(page.getByText("spare deleted.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^spare/ })).toHaveCount(0);
});

test("a grouping is made from a template, its groups are ordered by keyboard, and the chart opens with it", async ({
  page,
  lab,
}) => {
  await furnish(lab);
  for (const cathode of ["W", "X"]) await lab.rest.putCell(`cell ${cathode}`, { metadata: { cathode } });
  await signIn(page, lab);
  await page.goto(`/labs/${lab.slug}/groupings`);
  await page.getByRole("button", { name: "Cathodes W, X, Y, Z" }).click();
  const groups = page.getByRole("region", { name: "Groups as they will be" }).getByRole("listitem");
  await expect(groups).toHaveText([/^W\s*1/, /^X\s*1/, /^Y\s*0/, /^Z\s*0/]);
  await expect(page.getByText("1 cell in no group")).toBeVisible();
  await page.getByRole("region", { name: "Groups as they will be" }).getByRole("button", { name: "Move X up" }).focus();
  await page.keyboard.press("Enter");
  await expect(groups).toHaveText([/^X/, /^W/, /^Y/, /^Z/]);
  await page.getByLabel("Shown first when the page of groups is opened").check();
  await page.getByRole("button", { name: "Save grouping" }).click();
  await expect(page.getByRole("button", { name: /Cathodes W, X, Y, Z.*default/ })).toBeVisible();
  await page.goto(`/labs/${lab.slug}/groups`);
  await expect(page.locator("tr[data-group]").first()).toHaveAttribute("data-group", "X");
});

test("the list is filtered by columns, has those that were chosen, and all of it stands in the address", async ({
  page,
  lab,
}) => {
  await lab.rest.post("/api/v1/metadata-fields", { name: "cathode", type: "text" });
  for (const [name, cathode, nominalCapacityAh] of [
    ["A-01", "NMC811", 3],
    ["A-02", "NMC811", 2.5],
    ["B-01", "LFP", 3],
  ] as const) {
    await lab.rest.putCell(name, { metadata: { cathode }, nominalCapacityAh });
  }
  await signIn(page, lab);
  await page.goto(`/labs/${lab.slug}/cells`);
  const names = page.getByRole("grid", { name: "Cells" }).getByRole("rowheader");
  await expect(names).toHaveCount(3);
  const filter = page.getByRole("searchbox", { name: "Filter cells" });
  await filter.fill("cathode = NMC811 and nominal capacity >= 3");
  await expect(names).toHaveText([/^A-01/]);
  await filter.fill("catode = LFP");
  await expect(page.getByText("There is no column “catode”.")).toBeVisible();
  await expect(names).toHaveCount(3);
  await filter.fill("not cathode = LFP");
  await expect(names).toHaveText([/^A-01/, /^A-02/]);

  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByLabel("Active mass / g").check();
  await page.getByLabel("Last sample").uncheck();
  await page.keyboard.press("Escape");
  const heads = page.getByRole("columnheader");
  await expect(heads).toHaveText(["Cell↑", "State", "Nominal capacity / Ah", "Active mass / g", "cathode"]);
  await heads.filter({ hasText: "Nominal" }).getByRole("button").click();
  await expect(names).toHaveText([/^A-02/, /^A-01/]);
  await page.reload();
  await expect(names).toHaveText([/^A-02/, /^A-01/]);
  await expect(filter).toHaveValue("not cathode = LFP");
  await expect(heads).toHaveText(["Cell", "State", "Nominal capacity / Ah↑", "Active mass / g", "cathode"]);
});

test.describe("several cells at once", () => {
  // That one of them is excluded already is a refusal that goes by.
  test.use({ allowedErrors: /status of 409/ });

  test("cells are chosen by keys and by Shift, and excluded, tagged, set and compared together", async ({
    page,
    lab,
  }) => {
    await groupByCathode(lab);
    for (const name of ["A-1", "A-2", "A-3", "A-4"]) await lab.rest.putCell(name, { metadata: { cathode: "W" } });
    await signIn(page, lab);
    await page.goto(`/labs/${lab.slug}/cells`);
    const grid = page.getByRole("grid", { name: "Cells" });
    const bar = page.getByRole("region", { name: "Chosen cells" });
    const toast = page.getByRole("region", { name: "Undo" });
    await grid.getByRole("checkbox", { name: "Choose A-1" }).click();
    await grid.getByRole("checkbox", { name: "Choose A-3" }).click({ modifiers: ["Shift"] });
    await expect(bar.getByRole("status")).toHaveText("3 cells chosen");
    await grid.focus();
    await page.keyboard.press("Control+End"); // the last row
    await page.keyboard.press("Space");
    await expect(bar.getByRole("status")).toHaveText("4 cells chosen");
    await page.keyboard.press("Space");
    await expect(bar.getByRole("status")).toHaveText("3 cells chosen");
    await page.getByRole("searchbox", { name: "Filter cells" }).fill("cell = A-1 or cell = A-4");
    await expect(bar.getByRole("status")).toHaveText("3 cells chosen, 2 of them not listed");
    await page.getByRole("searchbox", { name: "Filter cells" }).fill("");

    const exclusions = async () =>
      (await lab.rest.get<{ exclusions: { cell: string }[] }>("/api/v1/exclusions")).exclusions
        .map(({ cell }) => cell)
        .sort();
    const exclude = async () => {
      await bar.getByRole("button", { name: "Exclude…" }).click();
      const dialog = page.getByRole("dialog", { name: "Exclude 3 cells" });
      await dialog.getByLabel("Why").fill("chamber failed");
      await dialog.getByRole("button", { name: "Exclude cells" }).click();
      await expect(dialog).toBeHidden();
    };
    await exclude();
    await expect(toast).toContainText("3 cells: whole cell excluded from statistics.");
    expect(await exclusions()).toEqual(["A-1", "A-2", "A-3"]);
    await toast.getByRole("button", { name: "Undo" }).click();
    await expect(toast).toContainText("3 cells as before.");
    expect(await exclusions()).toEqual([]);
    // One that is excluded already holds up no other.
    await lab.rest.post("/api/v1/exclusions", { cell: "A-2", reason: "leak" });
    await exclude();
    await expect(toast).toContainText("2 cells: whole cell excluded from statistics. Not 1 cell, as A-2:");
    expect(await exclusions()).toEqual(["A-1", "A-2", "A-3"]);

    await bar.getByRole("button", { name: "Tag…" }).click();
    const tagging = page.getByRole("dialog", { name: "Tag cycles of 3 cells" });
    await tagging.getByLabel("First cycle").fill("1");
    await tagging.getByLabel("Reason for the tag").fill("recipe");
    await tagging.getByRole("button", { name: "Tag cycles" }).click();
    await expect(toast).toContainText("3 cells: cycle 1 formation.");
    const { tags } = await lab.rest.get<{ tags: { tag: string }[] }>("/api/v1/cells/A-3/tags");
    expect(tags.map(({ tag }) => tag)).toEqual(["formation"]);

    await bar.getByRole("button", { name: "Set a value…" }).click();
    const setting = page.getByRole("dialog", { name: "Set a value of 3 cells" });
    await setting.getByLabel("Column").selectOption({ label: "cathode" });
    await setting.getByLabel("cathode", { exact: true }).fill("X");
    await setting.getByRole("button", { name: "Set cathode of 3 cells" }).click();
    await expect(page.getByRole("status").filter({ hasText: "3 values of 3 cells saved." })).toBeVisible();
    await page.getByRole("button", { name: "Undo", exact: true }).first().click();
    await expect(page.getByRole("status").filter({ hasText: "Undone." })).toBeVisible();

    await bar.getByRole("link", { name: "Compare" }).click();
    await expect(page).toHaveURL(/\/compare\?/);
    expect(new URL(page.url()).searchParams.getAll("pin")).toEqual(["cell:A-1", "cell:A-2", "cell:A-3"]);
  });
});

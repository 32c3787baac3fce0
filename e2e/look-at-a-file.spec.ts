import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { PROJECT } from "./support/commands";
import { ImportPage } from "./support/import-page";
import { rowsOf, savedBy } from "./support/read-picture";
import { expect, signIn, test } from "./support/test";
import { read } from "./support/trpc";

const FILE = join(PROJECT, "fixtures/neware_uio.csv");
/** Computed from the file by another program; see the README of the fixtures. */
const expected: { cycles: { cycle: number; dischargeCapacityAh: number }[] } = JSON.parse(
  readFileSync(join(PROJECT, "fixtures/expected/neware_uio.csv.json"), "utf8"),
);

test("a file dropped on Scratch shows its cycles and curves, and is in the lab only once it is kept", async ({
  page,
  lab,
}) => {
  await signIn(page, lab);
  // What leaves the browser that could carry anything of the file.
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() !== "GET") sent.push(`${request.method()} ${new URL(request.url()).pathname}`);
  });
  await page.goto(`/labs/${lab.slug}/scratch`);
  await new ImportPage(page).drop([{ name: basename(FILE), content: readFileSync(FILE) }]);
  await expect(page.getByRole("status").filter({ hasText: "neware_uio.csv" })).toContainText(
    `${expected.cycles.length} cycles`,
  );
  await expect(page.locator("path[data-cycle]").first()).toBeAttached();
  await expect(page.locator('[data-line="voltage"]')).toBeAttached();
  await page.keyboard.press("v");
  await expect
    .poll(() => page.evaluate(() => document.fullscreenElement?.querySelectorAll("figure").length ?? 0))
    .toBeGreaterThan(1);
  await page.keyboard.press("v");
  await expect.poll(() => page.evaluate(() => document.fullscreenElement)).toBeNull();
  await page.getByRole("button", { name: /^Export Discharge capacity/ }).click();
  const rows = rowsOf((await savedBy(page, page.getByRole("dialog"), "CSV of what is shown")).bytes);
  await page.keyboard.press("Escape");
  const capacities = Object.fromEntries(
    rows.map((row) => [row["Cycle number"], Number(row["Discharge capacity / mAh"]) / 1000]),
  );
  for (const { cycle, dischargeCapacityAh } of expected.cycles.slice(0, -1)) {
    expect(capacities[cycle]).toBeCloseTo(dischargeCapacityAh, 9);
  }

  const cells = async () => (await lab.rest.get<{ cells: { name: string }[] }>("/api/v1/cells")).cells;
  await page.goto(`/labs/${lab.slug}/cells`);
  expect(await cells()).toEqual([]);
  const list = { labSlug: lab.slug, cursor: null };
  expect(await read(page.request, "imports.list", list)).toMatchObject({ code: "answered", data: { imports: [] } });
  // The session is prolonged, and nothing is sent.
  expect(sent.filter((one) => one !== "POST /api/auth/prolong-session")).toEqual([]);

  await page.goto(`/labs/${lab.slug}/scratch`);
  await page.locator('input[type="file"]').setInputFiles(FILE);
  await page.getByLabel("Name of the cell").fill("UiO-01");
  await page.getByRole("button", { name: "Keep" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Kept as UiO-01." })).toBeVisible();
  // It says so only when all of it is there.
  expect((await lab.rest.cycles("UiO-01")).length).toBe(expected.cycles.length);
  expect((await cells()).map(({ name }) => name)).toEqual(["UiO-01"]);
  expect(sent.filter((one) => one.endsWith("/imports"))).toEqual([`POST /api/labs/${lab.slug}/imports`]);

  // The same name again is said before, and the same file after.
  await page.goto(`/labs/${lab.slug}/scratch`);
  await page.locator('input[type="file"]').setInputFiles(FILE);
  await page.getByLabel("Name of the cell").fill("UiO-01");
  await expect(page.getByText("The lab has UiO-01 already")).toBeVisible();
  await page.getByRole("button", { name: "Keep in this cell" }).click();
  await expect(page.getByRole("status").filter({ hasText: "had this very file already" })).toContainText("UiO-01");
});

test("of several files, and of a file of several tests, one is chosen", async ({ page, lab }) => {
  await signIn(page, lab);
  await page.goto(`/labs/${lab.slug}/scratch`);
  const novonix = join(PROJECT, "fixtures/cyclers/novonix_hpc_two_tests.csv.gz");
  await page.locator('input[type="file"]').setInputFiles([FILE, novonix]);
  const state = page.getByRole("status").filter({ hasText: "samples" });
  await expect(state).toContainText("neware_uio.csv");
  await page.getByLabel("File shown").selectOption({ label: basename(novonix) });
  await expect(state).toContainText("novonix_hpc_two_tests.csv.gz");
  await expect(state).toContainText("It has 2 tests; number 1 is shown.");
  const line = page.locator('path[data-line="voltage"]');
  const before = await line.getAttribute("d");
  await page.getByLabel("Test shown").selectOption({ index: 1 });
  await expect(state).toContainText("number 2 is shown.");
  await expect.poll(() => line.getAttribute("d")).not.toBe(before);
});

test("a reader that the browser ends is told of, and not waited for", async ({ page, lab }) => {
  await signIn(page, lab);
  // As where the tab has no memory for it: the browser says no more than that it ended.
  await page.addInitScript(() => {
    class EndedWorker extends EventTarget {
      postMessage() {
        queueMicrotask(() => this.dispatchEvent(new Event("error")));
      }
      terminate() {}
    }
    Object.assign(window, { Worker: EndedWorker });
  });
  await page.goto(`/labs/${lab.slug}/scratch`);
  await page.locator('input[type="file"]').setInputFiles(FILE);
  await expect(page.getByRole("status").filter({ hasText: "could not be read" })).toBeVisible();
});

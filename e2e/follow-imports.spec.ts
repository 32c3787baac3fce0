import { fixtureFile, ImportPage, importedBy } from "./support/import-page";
import { expect, signIn, test } from "./support/test";
import { ask } from "./support/trpc";

test("the history hears what others bring, and asks for nothing while nothing happens", async ({ page, lab }) => {
  await page.clock.install();
  await signIn(page, lab);
  const imports = new ImportPage(page);
  const answered: string[] = [];
  page.on("requestfinished", (request) => {
    if (request.url().includes("imports.list")) answered.push(request.url());
  });
  await imports.open(lab.slug);
  await expect.poll(() => answered.length, "at first; the stream tells nothing newer").toBe(1);
  for (let minute = 0; minute < 2; minute++) {
    await page.clock.runFor("01:00");
    await page.evaluate(() => fetch("/api/health")); // as long as an answer takes
  }
  expect(answered).toHaveLength(1);
  await importedBy(lab);
  const row = imports.row("sample_data_novonix.csv");
  await expect(row).toHaveAttribute("data-status", "stored");
  await expect(row).toContainText("207");
  await page.clock.runFor("10:00");
  await expect(row.locator("time"), "its age is told anew").toHaveText(/^1[23] min ago$/);
});

test.describe("while the connection fails", () => {
  test.use({ allowedErrors: /net::ERR_/ });

  test("the history catches up once it is answered again", async ({ page, lab }) => {
    await page.clock.install();
    await signIn(page, lab);
    const imports = new ImportPage(page);
    await imports.open(lab.slug);
    const failed: string[] = [];
    page.on("requestfailed", (request) => failed.push(request.url()));
    await page.route(/imports\.list/, (route) => route.abort());
    await importedBy(lab);
    const row = imports.row("sample_data_novonix.csv");
    // The first question and two more that the page asks by itself.
    await expect
      .poll(async () => {
        await page.clock.runFor("00:11");
        return failed.length;
      })
      .toBeGreaterThanOrEqual(3);
    await expect(row).toBeHidden();
    await page.unroute(/imports\.list/);
    await page.clock.runFor("00:11");
    await expect(row).toHaveAttribute("data-status", "stored");
  });

  test("a file is sent again, and leaving meanwhile is asked about", async ({ page, lab }) => {
    await signIn(page, lab);
    const another = `Another ${lab.slug}`;
    expect(await ask(page.request, "labs.create", { name: another, timeZone: "UTC" })).toMatchObject({
      code: "answered",
    });
    await page.goto(`/labs/${lab.slug}/cells`);
    await page.getByRole("heading", { name: "No cells yet" }).waitFor();
    await page.keyboard.press("g");
    await page.keyboard.press("i");
    await expect(page).toHaveURL(/\/import$/);
    const imports = new ImportPage(page);
    const file = fixtureFile("cyclers/sample_data_novonix.csv");
    await imports.drop([file]);
    const card = imports.card(file.name);
    const uploads = /\/api\/labs\/[^/]+\/imports\?/;
    let cut = () => {};
    const isCut = new Promise<void>((resolve) => {
      cut = resolve;
    });
    await page.route(uploads, (route) => isCut.then(() => route.abort()));
    await page.getByRole("button", { name: "Import 1 file" }).click();
    const waysOut: Record<string, () => Promise<unknown>> = {
      "a link": () => page.getByRole("link", { name: "Cells", exact: true }).click(),
      "another lab": () => page.getByRole("combobox", { name: "Lab" }).first().selectOption({ label: another }),
      "Back in the browser": () => page.evaluate(() => window.history.back()),
      closing: () => page.close({ runBeforeUnload: true }),
    };
    for (const [way, leave] of Object.entries(waysOut)) {
      const asked = page.waitForEvent("dialog").then((dialog) => dialog.dismiss().then(() => dialog));
      await leave();
      const dialog = await asked;
      if (dialog.type() !== "beforeunload") expect(dialog.message(), way).toContain("still being sent");
      await expect(page).toHaveURL(/\/import$/);
      await expect(card, way).toContainText("Sending");
    }

    cut();
    await expect(card.getByRole("alert")).toContainText("The connection broke off");
    await page.unroute(uploads);
    await card.getByRole("button", { name: "Send again" }).click();
    await expect(card.locator('[data-status="stored"]')).toBeVisible({ timeout: 30_000 });
    await page.goBack();
    await expect(page, "nothing is asked any more").toHaveURL(/\/cells$/);
  });
});

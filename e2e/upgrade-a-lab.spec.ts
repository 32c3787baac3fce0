import { fillLab } from "./support/fading-cells";
import { ageFormulas } from "./support/older-formulas";
import { expect, signIn, test } from "./support/test";

test("what older formulas made is told on every page of the lab until workers have recomputed it", async ({
  page,
  lab,
}) => {
  await fillLab(lab, ["A-01", "A-02"]);
  await signIn(page, lab);
  const notice = page.getByRole("status").filter({ hasText: "The formulas have changed" });
  await page.goto(`/labs/${lab.slug}/cells`);
  await expect(page.getByRole("grid", { name: "Cells" }).getByText("A-02")).toBeVisible();
  await expect(notice).toHaveCount(0);
  // A worker looks for old formulas every ten seconds, which may be between the two steps.
  await expect(async () => {
    await ageFormulas(lab);
    await page.reload();
    await expect(notice).toContainText("2 of 2 tests will be recomputed in the background", { timeout: 3_000 });
  }).toPass();
  await expect(notice).toHaveCount(0);
});

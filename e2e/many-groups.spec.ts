import { GroupsPage } from "./support/groups-page";
import { untilCycles } from "./support/lab";
import { CYCLE_S, CyclerChannel } from "./support/samples";
import { expect, signIn, test } from "./support/test";

const GROUPS = 24;
const CYCLES = 3;
const nameOf = (index: number) => `batch ${String(index + 1).padStart(2, "0")}`;

test("24 groups stay readable: each is found by name, alone, in front, or in a small chart of its own", async ({
  page,
  lab,
}) => {
  const startMs = Date.now() - (CYCLES + 2) * CYCLE_S * 1000;
  const cells: Record<string, { metadata: Record<string, string> }> = {};
  const samples = [];
  for (let index = 0; index < GROUPS; index += 1) {
    const cell = `C-${index + 1}`;
    cells[cell] = { metadata: { batch: nameOf(index) } };
    const channel = new CyclerChannel(cell, startMs);
    for (let cycle = 1; cycle <= CYCLES; cycle += 1) {
      samples.push(...channel.cycle(cycle, { charge: 2 + index / 10, discharge: 2 + index / 10 }));
    }
    samples.push(channel.opening(CYCLES + 1));
  }
  await lab.rest.post("/api/v1/ingest", { samples, cells });
  await untilCycles(lab, `C-${GROUPS}`, CYCLES);
  await signIn(page, lab);
  const groups = new GroupsPage(page);
  await groups.open(lab.slug, { by: "batch" });
  const lines = groups.chart.locator("[data-line]");
  const rows = page.locator("tr[data-group]");
  await expect(lines).toHaveCount(GROUPS);
  await expect(rows).toHaveCount(GROUPS);

  // So few cycles are seen one by one.
  const marked = await groups.chart
    .locator(`[data-markers="${nameOf(0)}"]`)
    .evaluate((path) => path.getAttribute("d")?.match(/M/g)?.length);
  expect(marked).toBe(CYCLES);
  // Colour, dash and marker tell each from all others.
  const looks = await lines.evaluateAll((found) =>
    found.map((line) => {
      const [solid] = line.querySelectorAll("path");
      const marker =
        line
          .querySelector("[data-markers]")
          ?.getAttribute("d")
          ?.replaceAll(/-?[\d.]+/g, "") ?? "";
      return [solid?.getAttribute("stroke"), solid?.getAttribute("stroke-dasharray"), marker.slice(0, 8)].join(" ");
    }),
  );
  expect(new Set(looks).size).toBe(GROUPS);

  await page.getByLabel("Search the groups").fill("07");
  await expect(rows).toHaveCount(1);
  await groups.legendRow(nameOf(6)).hover();
  await expect(groups.chart.locator("[data-highlighted]")).toHaveAttribute("data-highlighted", nameOf(6));
  await expect(groups.chart.locator("[data-highlighted] rect")).toBeVisible(); // the others step back
  await page.getByRole("button", { name: `Only ${nameOf(6)}` }).click();
  await expect(lines).toHaveCount(1);
  await page.getByRole("button", { name: `Only ${nameOf(6)}` }).click();
  await expect(lines).toHaveCount(GROUPS);
  await page.getByLabel("Search the groups").fill("");

  await page.getByRole("button", { name: `A small chart for each of the ${GROUPS} groups` }).click();
  await expect(page.locator("[data-multiple]")).toHaveCount(GROUPS);
  expect(groups.queryOf()).toMatchObject({ small: "1" });
});

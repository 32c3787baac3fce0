import type { Page } from "@playwright/test";
import { GroupsPage } from "./support/groups-page";
import { groupByCathode, groupKeys, type Lab, untilCycles } from "./support/lab";
import { CyclerChannel, CYCLE_S } from "./support/samples";
import { expect, signIn, test } from "./support/test";

const CYCLES = 12;
const STRAY = "N-04";
const STRAYS_FROM = 7;
const [FIRST, SECOND] = ["LFP", "NMC811"] as const;
const HEADS = [
  "Cell",
  "Curve",
  "Discharge capacity / Ah",
  "at most ±",
  "Δ %",
  "Sigmas",
  "% of 2σ",
  "Robust",
  "Persists",
  "Verdict",
];

type Deviation = {
  cell: string;
  value: number | null;
  uncertainty: number | null;
  grade: string | null;
  sigmas: number | null;
  percentDeviation: number | null;
  relativeDeviation: number | null;
  robustScore: number | null;
  persistence: number;
  verdict: string;
};

/** To two digits. */
const atMost = (uncertainty: number) =>
  uncertainty.toFixed(uncertainty === 0 ? 1 : Math.max(0, 1 - Math.floor(Math.log10(uncertainty))));

/** Six cells a group that fade by 5 mAh a cycle and lie 10 mAh apart; one loses a tenth more from the seventh cycle on. */
function capacityAh(cell: string, cycle: number): number {
  const number = Number(cell.slice(-1));
  const healthy = (cell.startsWith("N") ? 3 : 2) + 0.01 * number - 0.005 * cycle;
  return cell === STRAY && cycle >= STRAYS_FROM ? 0.9 * healthy : healthy;
}

async function fillLab(lab: Lab): Promise<{ groupingId: number; keys: Record<string, string> }> {
  const groupingId = await groupByCathode(lab);
  const startMs = Date.now() - (CYCLES + 2) * CYCLE_S * 1000;
  const cells = ["L", "N"].flatMap((letter) => Array.from({ length: 6 }, (_, index) => `${letter}-0${index + 1}`));
  const samples = cells.flatMap((cell) => {
    const channel = new CyclerChannel(cell, startMs);
    const cycles = Array.from({ length: CYCLES }, (_, index) => {
      const discharge = capacityAh(cell, index + 1);
      return channel.cycle(index + 1, { charge: discharge + 0.01, discharge });
    });
    return [...cycles.flat(), channel.opening(CYCLES + 1)];
  });
  for (const cell of cells) {
    await lab.rest.putCell(cell, { metadata: { cathode: cell.startsWith("N") ? SECOND : FIRST } });
  }
  await lab.rest.ingest(samples);
  for (const cell of cells) await untilCycles(lab, cell, CYCLES);
  return { groupingId, keys: await groupKeys(lab, groupingId) };
}

/** A number as the page prints it: with a sign, and a true minus. */
function signed(value: number | null, decimals: number): string {
  if (value === null) return "–";
  const digits = Math.abs(value).toFixed(decimals);
  return `${value < 0 ? "−" : "+"}${digits}`;
}

const printed = (row: Deviation) => [
  row.cell,
  "",
  row.value?.toFixed(3),
  `${atMost(row.uncertainty ?? 0)} ${row.grade}`,
  signed(row.relativeDeviation === null ? null : 100 * row.relativeDeviation, 2),
  signed(row.sigmas, 2),
  signed(row.percentDeviation, 1),
  signed(row.robustScore, 2),
  `${row.persistence} / 10`,
  row.verdict,
];

test("the stray stands first, with every number that the API gives", async ({ page, lab }) => {
  const { groupingId, keys } = await fillLab(lab);
  await signIn(page, lab);
  const groups = new GroupsPage(page);
  await groups.open(lab.slug, { group: keys[SECOND] ?? "", cycle: 9, scores: 1 });
  await expect(groups.title).toHaveText(`Group ${SECOND} at cycle 9`);
  await expect(groups.deepDive.locator("thead th")).toHaveText(HEADS);
  const stray = await groups.rowTexts(groups.rows.first());
  expect(stray).toMatchObject({ Cell: STRAY, Verdict: "stray", Persists: "3 / 10" }); // cycles 7, 8 and 9

  const params = new URLSearchParams({ metric: "dischargeCapacityAh", cycle: "9", group: keys[SECOND] ?? "" });
  const path = `/api/v1/groupings/${groupingId}/deviations?${params}`;
  const { cells } = await lab.rest.get<{ cells: Deviation[] }>(path);
  expect(cells).toHaveLength(6);
  const counted = groups.legendRow(SECOND).getByRole("button", { name: "1 stray" });
  await expect(counted).toHaveAttribute("title", /N-04: .*discharge capacity −\d+\.\d % since cycle 7/);
  const pages = page.getByRole("navigation", { name: "Pages" });
  await expect(pages.getByRole("link", { name: /^Groups/ }).getByTitle("1 cell strays")).toHaveText("1 stray");
  const rows = await groups.rows.evaluateAll((found) =>
    found.map((row) => [...row.querySelectorAll("th, td")].map((one) => one.textContent.trim())),
  );
  expect(rows).toEqual(cells.map(printed));
});

test("a click chooses group and cycle, and the arrows step on", async ({ page, lab }) => {
  const { keys } = await fillLab(lab);
  await signIn(page, lab);
  const groups = new GroupsPage(page);
  await groups.open(lab.slug);
  await groups.click(await groups.pointOf(SECOND, 5));
  await expect(groups.title).toHaveText(`Group ${SECOND} at cycle 6`);
  expect(groups.queryOf()).toEqual({ group: keys[SECOND], cycle: "6" });
  await page.keyboard.press("ArrowRight");
  await expect(groups.title).toHaveText(`Group ${SECOND} at cycle 7`);
  await expect(groups.rows.first()).toHaveAttribute("data-cell", STRAY);
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await expect(groups.title).toHaveText(`Group ${SECOND} at cycle 5`);
  expect(groups.queryOf()).toEqual({ group: keys[SECOND], cycle: "5" });

  await groups.click(await groups.pointOf(FIRST, 2));
  await expect(groups.title).toHaveText(`Group ${FIRST} at cycle 3`);
  await expect(groups.row("L-01")).toBeVisible();
});

test("what a row of the legend offers stays on two lines where there is little room", async ({ page, lab }) => {
  await fillLab(lab);
  await signIn(page, lab);
  const groups = new GroupsPage(page);
  await groups.open(lab.slug);
  const row = groups.legendRow(SECOND);
  await expect(row).toContainText("1 stray");
  // As narrow as names get: values of many digits take the room.
  await row.locator("th").evaluate((name) => {
    const table = name.closest("table");
    if (table) table.style.width = `${table.clientWidth - name.clientWidth + 130}px`;
  });
  await row.hover(); // Δ and strays share a line, and neither has one of its own
  const [delta, strays] = [row.getByRole("button", { name: /^Differences from/ }), row.locator("[data-strays]")];
  const middleOf = async (one: typeof delta) => {
    const { y = 0, height = 0 } = (await one.boundingBox()) ?? {};
    return y + height / 2;
  };
  expect(Math.abs((await middleOf(delta)) - (await middleOf(strays)))).toBeLessThan(4);
});

test("zoom and what is hidden are in the address, and Back undoes a zoom", async ({ page, lab }) => {
  const { keys } = await fillLab(lab);
  await signIn(page, lab);
  const groups = new GroupsPage(page);
  await groups.open(lab.slug);
  await groups.drag(await groups.pointOf(FIRST, 3), await groups.pointOf(FIRST, 8));
  await expect.poll(() => groups.queryOf()).toEqual({ from: "4", to: "9" });
  await expect(page.getByLabel("First cycle shown")).toHaveValue("4");
  await expect(page.getByLabel("Last cycle shown")).toHaveValue("9");
  await page.goBack();
  await expect.poll(() => groups.queryOf()).toEqual({});
  await expect(page.getByLabel("First cycle shown")).toHaveValue("");
  await page.goForward();
  await expect.poll(() => groups.queryOf()).toEqual({ from: "4", to: "9" });

  await page.getByRole("button", { name: `Show ${FIRST}` }).click();
  await expect(page.getByRole("button", { name: `Show ${FIRST}` })).toHaveAttribute("aria-pressed", "false");
  expect(groups.queryOf()).toEqual({ from: "4", to: "9", hide: keys[FIRST] });
  await expect(groups.chart.locator(`[data-line="${FIRST}"]`)).toHaveCount(0);
  await expect(groups.title).toHaveText(`Group ${SECOND} at cycle 9`);

  await groups.untilShown();
  const before = await viewOf(page, groups);
  await page.reload();
  await groups.untilShown();
  expect(await viewOf(page, groups)).toEqual(before);
});

/** All that one sees of the lab's data, and the lines as they are drawn. */
async function viewOf(page: Page, groups: GroupsPage) {
  await expect(groups.legendRow(SECOND), "strays are counted behind the chart").toContainText("1 stray");
  const lines = groups.chart.locator("[data-line] path, [data-band]");
  return {
    tables: await page.locator("table").allInnerTexts(),
    lines: await lines.evaluateAll((paths) => paths.map((path) => path.getAttribute("d"))),
  };
}

test("one cell after the other is looked at by keys, and the guilty one excluded with a reason", async ({
  page,
  lab,
}) => {
  const { keys } = await fillLab(lab);
  await signIn(page, lab);
  const groups = new GroupsPage(page);
  await groups.open(lab.slug, { group: keys[SECOND] ?? "", cycle: 9 });
  await expect(groups.rows.first().locator("[data-curve]")).toHaveAttribute("d", /^M/);
  await expect(groups.deepDive.getByRole("columnheader", { name: "Sigmas" })).toHaveCount(0); // on demand
  await page.keyboard.press("ArrowDown");
  const card = page.getByRole("complementary", { name: `Cell ${STRAY}` });
  await expect(card).toContainText("stray");
  await expect(groups.chart.locator("[data-focus]")).toHaveAttribute("data-focus", STRAY);
  await page.keyboard.press("ArrowDown");
  await expect(groups.row(STRAY)).not.toHaveAttribute("aria-current", "true");
  await page.keyboard.press("ArrowUp");
  await expect(groups.row(STRAY)).toHaveAttribute("aria-current", "true");
  expect(groups.queryOf()).toMatchObject({ cell: STRAY });
  const page9 = `/labs/${lab.slug}/cells/${STRAY}?cycle=9`;
  await expect(card.getByRole("link", { name: STRAY })).toHaveAttribute("href", page9);

  await page.keyboard.press("e");
  const dialog = page.getByRole("dialog", { name: `Exclude ${STRAY}` });
  await dialog.getByLabel("Why").fill("Lost contact at cycle 7");
  // It begins with the cycle that is looked at.
  await expect(dialog.getByLabel("From cycle")).toHaveValue("9");
  await expect(dialog.getByLabel("To cycle, included")).toHaveValue("9");
  await expect(dialog.getByRole("button", { name: "Exclude cycles" })).toBeVisible();
  await dialog.getByLabel("From cycle").fill("");
  await dialog.getByLabel("To cycle, included").fill("");
  await dialog.getByRole("button", { name: "Exclude cell" }).click();
  await expect(page.getByText(`${STRAY}: whole cell excluded from statistics.`)).toBeVisible();
  await expect(groups.row(STRAY)).toContainText("no value");
  await page.getByRole("region", { name: "Undo" }).getByRole("button", { name: "Undo" }).click();
  await expect(groups.row(STRAY)).toContainText("stray");
});

test("values that are all equal are drawn, and the controls stay", async ({ page, lab }) => {
  await groupByCathode(lab);
  const cells = ["E-01", "E-02", "E-03"];
  const samples = cells.flatMap((cell) => {
    const channel = new CyclerChannel(cell, Date.now() - 4 * CYCLE_S * 1000);
    const capacity = { charge: 1, discharge: 1 };
    // Every cell stops at the same voltage: mean ± std differs from it in the sixteenth digit.
    const stopped = [...channel.cycle(1, capacity), ...channel.cycle(2, capacity), channel.opening(3)];
    return stopped.map((sample) => ({ ...sample, voltage: sample.current < 0 ? 2.8 : 4.2 }));
  });
  for (const cell of cells) await lab.rest.putCell(cell, { metadata: { cathode: FIRST } });
  await lab.rest.ingest(samples);
  for (const cell of cells) await untilCycles(lab, cell, 2);
  await signIn(page, lab);
  const groups = new GroupsPage(page);
  for (const metric of ["minVoltageV", "maxVoltageV"]) {
    await groups.open(lab.slug, { metric });
    await expect(page.getByLabel("Metric")).toHaveValue(metric);
  }
});

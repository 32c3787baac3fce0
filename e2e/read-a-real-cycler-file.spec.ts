import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CellPage } from "./support/cell-page";
import { PROJECT, runScript } from "./support/commands";
import { GroupsPage } from "./support/groups-page";
import { groupByCathode, groupKeys, type Lab, untilCycles } from "./support/lab";
import { expect, signIn, test } from "./support/test";

const FILE = "fixtures/neware_uio.csv";
const CELL = "UiO-01";
const GROUP = "LNMO";

/** The metrics of the reference values, and the heads of their columns. */
const METRICS = {
  chargeCapacityAh: "Charge capacity / mAh",
  dischargeCapacityAh: "Discharge capacity / mAh",
  chargeEnergyWh: "Charge energy / mWh",
  dischargeEnergyWh: "Discharge energy / mWh",
} as const;

type Reference = { cycle: number } & Record<keyof typeof METRICS, number>;

/** Computed from the file by another program; see the README of the fixtures. */
const expected: { cycles: Reference[] } = JSON.parse(
  readFileSync(join(PROJECT, "fixtures/expected/neware_uio.csv.json"), "utf8"),
);
/** The file ends inside its last cycle. */
const finished = expected.cycles.slice(0, -1);
const unfinished = expected.cycles.at(-1);

/** Capacity and energy of a coin cell stand in mAh and mWh, with four significant digits. */
const shown = (value: number) => (1000 * value).toPrecision(4);

/** Plays the file into the lab; the answer is the grouping that its cell falls into. */
async function replayFile(lab: Lab, url: string): Promise<number> {
  const groupingId = await groupByCathode(lab);
  await lab.rest.putCell(CELL, { metadata: { cathode: GROUP } });
  const args = ["--replay", FILE, "--cell", CELL, "--speed", "max", "--url", url];
  await runScript("scripts/simulate.ts", args, { CHARGETRACKER_KEY: lab.apiKey });
  await untilCycles(lab, CELL, finished.length);
  return groupingId;
}

test("the numbers of a real file stand on the page", async ({ page, lab, baseURL }) => {
  const groupingId = await replayFile(lab, baseURL ?? "");
  const { [GROUP]: key = "" } = await groupKeys(lab, groupingId);
  await signIn(page, lab);
  const groups = new GroupsPage(page);

  for (const [metric, head] of Object.entries(METRICS)) {
    await groups.open(lab.slug, { metric, group: key, cycle: 1 });
    for (const reference of finished) {
      const value = shown(reference[metric as keyof typeof METRICS]); // its keys are those names
      await expect(groups.title).toHaveText(`Group ${GROUP} at cycle ${reference.cycle}`);
      await expect(groups.summary).toContainText(`mean ${value} `);
      await expect(groups.row(CELL).locator('[data-label="value"]')).toHaveText(value);
      const texts = await groups.rowTexts(groups.row(CELL));
      expect(texts).toMatchObject({ Cell: CELL, [head]: value, Verdict: "too few cells" });
      await page.keyboard.press("ArrowRight");
    }
    const last = finished.at(-1);
    const legend = groups.legendRow(GROUP);
    await expect(legend.locator('[data-label="n"]')).toHaveText("1/1");
    await expect(legend.locator('[data-label="last"]')).toHaveText(shown(last?.[metric as keyof typeof METRICS] ?? 0));
  }
});

test("the chart names each finished cycle, and the one that the file breaks off in", async ({ page, lab, baseURL }) => {
  await replayFile(lab, baseURL ?? "");
  await signIn(page, lab);
  const groups = new GroupsPage(page);
  await groups.open(lab.slug);

  for (const [index, { cycle, dischargeCapacityAh }] of finished.entries()) {
    await groups.hover(await groups.pointOf(GROUP, index));
    const card = { Cycle: String(cycle), Mean: `${shown(dischargeCapacityAh)} mAh`, n: "1 of 1" };
    await expect.poll(() => groups.hoverCard()).toMatchObject(card);
  }
  await expect(groups.running(CELL)).toHaveAttribute("data-cycle", String(unfinished?.cycle));
  expect(await groups.runningValue(CELL)).toBeCloseTo(1000 * (unfinished?.dischargeCapacityAh ?? 0), 4);
});

test("the discharges of two of its cycles are compared over voltage", async ({ page, lab, baseURL }) => {
  await replayFile(lab, baseURL ?? "");
  await signIn(page, lab);
  const cell = new CellPage(page);
  await cell.open(lab.slug, CELL);
  const opener = page.getByRole("button", { name: "ΔQ(V) between two cycles" });
  await opener.click();
  const delta = page.getByRole("region", { name: "ΔQ(V) between two cycles" });
  const [first, second, third] = finished.map(({ cycle }) => cycle);
  const featureOf = async (cycles: string) => {
    const path = `/api/v1/cells/${CELL}/curves?kind=dq&cycles=${cycles}`;
    const { curves } = await lab.rest.get<{ curves: { log10Variance: number }[] }>(path);
    return (curves[0]?.log10Variance ?? 0).toFixed(2).replace("-", "−");
  };
  await expect(delta).toContainText(`${await featureOf(`${first},${third}`)} of cycle ${third} − cycle ${first}`);
  await expect(delta.locator(`path[data-cycle="${third}"]`)).toBeAttached();

  await delta.getByLabel("less cycle").fill(String(second));
  await delta.getByLabel("less cycle").press("Enter");
  await expect(delta).toContainText(`${await featureOf(`${second},${third}`)} of cycle ${third} − cycle ${second}`);
  expect(cell.queryOf()).toMatchObject({ against: String(second), cycle: String(third) });
  await opener.click();
  await expect(delta).toBeHidden();
});

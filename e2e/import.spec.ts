import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { PROJECT } from "./support/commands";
import { GroupsPage } from "./support/groups-page";
import { type DroppedFile, fixtureFile, ImportPage } from "./support/import-page";
import { groupByCathode, groupKeys, type Lab } from "./support/lab";
import type { Cycle } from "./support/rest-client";
import { downloadedBy, rowsOf } from "./support/read-picture";
import { expect, signIn, test } from "./support/test";

/** Files of five makers' cyclers, under names that say cell, test, cathode and channel. */
const FILES = [
  { fixture: "neware_uio.csv", name: "UiO-01_formation_LNMO_CH1.csv", format: "Neware BTS, CSV" },
  { fixture: "cyclers/maccor_002.txt", name: "CW-01_rate_NVPF_CH53.txt", format: "Maccor, text" },
  { fixture: "cyclers/Sample_data_biologic_01_MB_CA1.txt", name: "MB-01_pulse_LFP_CH2.txt", format: "BioLogic" },
  { fixture: "cyclers/sample_data_novonix.csv", name: "LG-01_slow_NMC_CH3.csv", format: "Novonix UHPC, CSV" },
  { fixture: "cyclers/sample_data_basytec.txt", name: "BT-01_plan_LCO_CH14.txt", format: "Basytec, text" },
] as const;
const PATTERN = "{cell}_{test}_{cathode}_CH{channel}";

const SUMS = ["chargeCapacityAh", "dischargeCapacityAh", "chargeEnergyWh", "dischargeEnergyWh"] as const;
type Reference = { cycle: number; samples: number } & Record<(typeof SUMS)[number], number>;

/** Computed from the file by another program; see the README of the fixtures. */
function referenceOf(fixture: string): { rows: number; cycles: Reference[] } {
  return JSON.parse(readFileSync(join(PROJECT, `fixtures/expected/${basename(fixture)}.json`), "utf8"));
}

const cellOf = (name: string) => name.split("_")[0] ?? "";
const cathodeOf = (name: string) => name.split("_")[2] ?? "";

/** The cell's cycles, or none where the lab does not know it. */
const cyclesOf = ({ rest }: Lab, cell: string): Promise<(Cycle & Reference)[]> =>
  rest.cycles(cell).then(
    (cycles) => cycles as (Cycle & Reference)[], // the API has the sums under these names
    () => [],
  );

/** To 1e-6 of the reference, as the README of the fixtures asks, or to 1e-9 where it is small. */
function expectSums(cycle: Reference | undefined, reference: Reference): void {
  for (const sum of SUMS) {
    const tolerance = Math.max(1e-9, 1e-6 * Math.abs(reference[sum]));
    expect(Math.abs((cycle?.[sum] ?? Number.NaN) - reference[sum]), sum).toBeLessThanOrEqual(tolerance);
  }
}

/** In mAh: the largest of these cells has less than 0.1 Ah. */
const shown = (valueAh: number) => (1000 * valueAh).toPrecision(4);

test("five makers' files become cells with the right numbers", async ({ page, lab }) => {
  const groupingId = await groupByCathode(lab);
  await signIn(page, lab);
  const imports = new ImportPage(page);
  await imports.open(lab.slug);
  await imports.drop(FILES.map(({ fixture, name }) => fixtureFile(fixture, name)));
  for (const { fixture, name, format } of FILES) {
    const { rows, cycles } = referenceOf(fixture);
    const card = imports.card(name);
    await expect(card).toContainText(format);
    const count = cycles.length === 1 ? "1 cycle" : `${cycles.length} cycles`;
    await expect(card).toContainText(`${rows.toLocaleString("en")} samples, ${count}`);
    await expect(card.getByRole("img", { name: /^Voltage over/ })).toBeVisible();
  }
  expect((await lab.rest.get<{ cells: unknown[] }>("/api/v1/cells")).cells, "nothing is stored yet").toEqual([]);

  await imports.pattern.fill(PATTERN);
  await expect(page.getByText("Fits 5 of 5 file names.")).toBeVisible();
  for (const { name } of FILES) {
    await expect(imports.card(name).getByRole("combobox", { name: "Cell" })).toHaveValue(cellOf(name));
    await expect(imports.card(name)).toContainText(`cathode: ${cathodeOf(name)}`);
  }
  await page.getByRole("checkbox", { name: "These tests have ended" }).check();
  await imports.importFiles(FILES.length);

  for (const { fixture, name } of FILES) {
    const cycles = await cyclesOf(lab, cellOf(name));
    const references = referenceOf(fixture).cycles;
    expect(cycles.map(({ cycle }) => cycle)).toEqual(references.map(({ cycle }) => cycle));
    for (const [index, reference] of references.entries()) expectSums(cycles[index], reference);
    await expect(imports.row(name)).toContainText(`${cellOf(name)}, ${name.split("_")[1]}`);
  }
  await expectOnDashboard(new GroupsPage(page), lab, groupingId);
});

/** Each file's cell is alone in its group: what it discharged stands in the chart's table, cycle by cycle. */
async function expectOnDashboard(groups: GroupsPage, lab: Lab, groupingId: number): Promise<void> {
  const keys = await groupKeys(lab, groupingId);
  expect(Object.keys(keys).sort()).toEqual(FILES.map(({ name }) => cathodeOf(name)).sort());
  let compared = 0;
  for (const { fixture, name } of FILES) {
    const whole = (await cyclesOf(lab, cellOf(name))).filter(({ complete, partial }) => complete && !partial);
    for (const { cycle } of whole) {
      const reference = referenceOf(fixture).cycles.find((one) => one.cycle === cycle);
      await groups.open(lab.slug, { grouping: groupingId, group: keys[cathodeOf(name)] ?? "", cycle });
      await expect(groups.row(cellOf(name)).locator('[data-label="value"]')).toHaveText(
        shown(reference?.dischargeCapacityAh ?? Number.NaN),
      );
      compared += 1;
    }
  }
  // Four cycles of Neware's file and two of Maccor's; the others hold no whole one.
  expect(compared).toBe(6);
}

test("names are put together of a file's name and its head, and what stands for nothing is named", async ({
  page,
  lab,
}) => {
  await signIn(page, lab);
  const imports = new ImportPage(page);
  await imports.open(lab.slug);
  const file = fixtureFile("cyclers/maccor_002.txt", "A-7_rate.txt");
  await imports.drop([file]);
  const card = imports.card(file.name);
  await expect(card).toContainText("Ready");
  await imports.pattern.fill("{cell}_{test}");
  const nameOf = (thing: string) => page.getByRole("textbox", { name: `Name of the ${thing}` });
  await nameOf("cell").fill("{cell}-CH{Chanel}");
  await expect(
    page.getByText("Neither the pattern nor the head of a file has {Chanel}. They have {cell}"),
  ).toBeVisible();
  await expect(page.getByRole("button", { name: /^Import/ })).toBeDisabled();
  await nameOf("cell").fill("{cell}-CH{Channel}");
  await nameOf("test").fill("{test} on {Tester}");
  await expect(card.getByRole("combobox", { name: "Cell" })).toHaveValue("A-7-CH53");
  await expect(card.getByRole("textbox", { name: "Test" })).toHaveValue("rate on Maccor #4");
  await imports.importFiles(1);
  await expect(imports.row(file.name)).toContainText("A-7-CH53, rate on Maccor #4");
  expect(await cyclesOf(lab, "A-7-CH53")).toHaveLength(2);
});

test("an import that is undone takes its cycles with it, and leaves the others", async ({ page, lab }) => {
  await signIn(page, lab);
  const imports = new ImportPage(page);
  await imports.open(lab.slug);
  const kept = fixtureFile("cyclers/sample_data_novonix.csv");
  const undone = fixtureFile("neware_uio.csv");
  await imports.drop([kept, undone]);
  await imports.card(undone.name).getByRole("combobox", { name: "Cell" }).fill("UiO-01");
  await imports.card(kept.name).getByRole("combobox", { name: "Cell" }).fill("LG-01");
  await imports.importFiles(2);
  expect(await cyclesOf(lab, "UiO-01")).toHaveLength(4);

  await imports.row(undone.name).getByRole("button", { name: undone.name, exact: true }).click();
  await expect(page).toHaveURL(/[?&]import=[0-9a-f-]{36}$/);
  const [first] = referenceOf("neware_uio.csv").cycles;
  const counters = imports.report.getByRole("region", { name: "Counters by cycle" }).locator("tbody tr");
  await expect(counters).toHaveCount(4);
  await expect(counters.first().locator("td").nth(2)).toHaveText(
    (1000 * (first?.dischargeCapacityAh ?? Number.NaN)).toPrecision(5),
  );
  await page.reload();
  await expect(imports.report, "the report is in the URL").toContainText("9,065 samples");
  await imports.report.getByRole("button", { name: "Close the report" }).click();

  // Filtered and ordered beside the report, and saved as shown.
  await imports.history.getByRole("searchbox", { name: "Filter imports" }).fill("cycles > 1");
  await expect(imports.history.getByRole("status").filter({ hasText: "1 of 2 imports" })).toBeVisible();
  await expect(imports.row(kept.name)).toHaveCount(0);
  await expect(page).toHaveURL(/[?&]history\.filter=/);
  const csv = await downloadedBy(page, imports.history.getByRole("button", { name: "CSV of what is shown" }));
  expect(rowsOf(csv.bytes)).toMatchObject([{ File: undone.name, State: "stored", Samples: "9065", Cycles: "4" }]);
  await imports.history.getByRole("searchbox", { name: "Filter imports" }).fill("");

  await imports.row(undone.name).getByRole("button", { name: /^Undo/ }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("9,065 samples of UiO-01 go");
  const confirm = dialog.getByRole("button", { name: "Undo import" });
  await expect(confirm).toBeDisabled();
  await dialog.getByRole("textbox").fill(undone.name);
  await confirm.click();
  await expect(imports.row(undone.name)).toHaveAttribute("data-status", "undone", { timeout: 30_000 });
  await expect.poll(() => cyclesOf(lab, "UiO-01")).toEqual([]);
  expect(await cyclesOf(lab, "LG-01")).toHaveLength(1);
});

/** A table of nobody's: minutes, mA, a decimal comma, and names that no format has. */
const ownTable = (name: string): DroppedFile => {
  const rows = Array.from({ length: 121 }, (_, minute) => `${minute};3,${700 + minute};${minute < 60 ? 500 : -250};1`);
  return { name, content: Buffer.from(["Messung 7", "wann;Klemme;Last;Lauf", ...rows, ""].join("\n")) };
};

test("a file that no format fits is named by hand, and its kind is known the next time", async ({ page, lab }) => {
  await signIn(page, lab);
  const imports = new ImportPage(page);
  await imports.open(lab.slug);
  await imports.drop([ownTable("own-1.csv")]);
  const card = imports.card("own-1.csv");
  await expect(card).toContainText("no known format");
  const choose = (heading: string, label: string) =>
    card.getByRole("combobox", { name: `${heading} is`, exact: true }).selectOption({ label });
  await choose("wann", "Test time");
  await card.getByRole("combobox", { name: "wann is in" }).selectOption("min");
  await choose("Klemme", "Voltage");
  await choose("Last", "Current");
  await expect(card).toContainText("121 samples");
  await card.getByRole("combobox", { name: "Last is in" }).selectOption("mA");
  await choose("Lauf", "Cycle number");
  await expect(card.getByRole("img", { name: "Current over 2.0 h: −0.250 to 0.500 A" })).toBeVisible();
  await expect(card).toContainText("Say when its test began");
  await card.getByLabel("Test began").fill("2026-01-05T08:00");
  await card.getByRole("textbox", { name: "Save for the next files like it" }).fill("Own table");
  await card.getByRole("button", { name: "Save mapping" }).click();
  await expect(card.getByRole("button", { name: "Saved" })).toBeVisible();
  await imports.importFiles(1);
  // 59 minutes at 0.5 A, then 60 at −0.25 A; the minute between the two signs counts for neither.
  const [cycle] = await cyclesOf(lab, "own-1");
  expect(cycle?.chargeCapacityAh).toBeCloseTo(59 / 120, 9);
  expect(cycle?.dischargeCapacityAh).toBeCloseTo(0.25, 9);

  await page.reload();
  await imports.drop([ownTable("own-2.csv")]);
  const next = imports.card("own-2.csv");
  await next.getByRole("combobox", { name: "As saved before" }).selectOption("Own table");
  await expect(next).toContainText("121 samples");

  await page.getByText("Saved column mappings (1)").click();
  const saved = page.getByRole("table", { name: "Saved column mappings" });
  await expect(saved).toContainText(
    "wann: Test time / min · Klemme: Voltage / V · Last: Current / mA · Lauf: Cycle number",
  );
  await saved.getByRole("button", { name: "Rename Own table" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("Bench 7");
  await page.getByRole("dialog").getByRole("button", { name: "Rename" }).click();
  await expect(next.getByRole("combobox", { name: "As saved before" })).toHaveValue("Bench 7");

  await saved.getByRole("button", { name: "Remove Bench 7" }).click();
  const confirm = page.getByRole("dialog").getByRole("button", { name: "Remove mapping" });
  await expect(confirm).toBeDisabled();
  await page.getByRole("dialog").getByRole("textbox").fill("Bench 7");
  await confirm.click();
  await expect(page.getByText("None yet. Drop a file")).toBeVisible();
  await expect(next.getByRole("combobox", { name: "As saved before" })).toBeHidden();
  await expect(next, "what a file was told stays").toContainText("121 samples");
});

const two = (value: number) => String(value).padStart(2, "0");
const tableOf = (name: string, lines: readonly string[]): DroppedFile => ({
  name,
  content: Buffer.from([...lines, ""].join("\n")),
});
/** A minute whose test time is in ms, whatever its heading says: the clock tells. */
const contradicting = tableOf("ms.csv", [
  "Test Time (s),Date Time,Voltage (V),Current (A)",
  ...Array.from({ length: 60 }, (_, s) => `${1000 * s},2026-01-05 08:00:${two(s)},3.5,1`),
]);
/** The cycler counted 70 % of what the samples give; when it began stands in the name alone. */
const countedOtherwise = tableOf("B-2_2026-01-05_08-00-00.csv", [
  "Time (s),Current (A),Voltage (V),Charge Capacity (Ah)",
  ...Array.from({ length: 200 }, (_, k) => `${10 * k},0.5,${3.5 + k / 1000},${(0.7 * 5 * k) / 3600}`),
]);

test("a file that contradicts itself is asked about first, and what is read against its counters looks severe", async ({
  page,
  lab,
}) => {
  await signIn(page, lab);
  const imports = new ImportPage(page);
  await imports.open(lab.slug);
  await imports.drop([contradicting]);
  const card = imports.card(contradicting.name);
  const problems = card.getByRole("region", { name: "Problems" });
  await expect(problems).toContainText("This file contradicts itself");
  await expect(card).toContainText("Answer its question");
  const send = page.getByRole("button", { name: /^Import/ });
  await expect(send).toBeDisabled();
  await expect(problems.getByRole("radio", { name: '"Test Time (s)" is in ms, not in s' })).toBeChecked();
  await problems.getByRole("button", { name: "Read it like this" }).click();
  await expect(card).toContainText("60 samples");
  await expect(card).toContainText("Unit of time: ms");
  await expect(card.locator("[data-tone]").first()).toHaveAttribute("data-tone", "good");

  await imports.drop([countedOtherwise]);
  const other = imports.card(countedOtherwise.name);
  await expect(other.getByRole("radio", { name: "the samples are right" })).toBeChecked();
  await expect(page.getByRole("button", { name: "Import 1 file" }), "the other one waits").toBeEnabled();
  await other.getByRole("button", { name: "Read it like this" }).click();
  await expect(other.getByRole("region", { name: "Severe warnings" })).toContainText("Severe: ");
  await expect(other.locator("[data-tone]").first()).toHaveAttribute("data-tone", "warning");
  await expect(other.getByLabel("Test began")).toHaveValue(/^2026-01-05T08:00(:00)?$/);
  await expect(other).toContainText("From its name; in ");
  await card.getByRole("combobox", { name: "Cell" }).fill("B-1");
  await other.getByRole("combobox", { name: "Cell" }).fill("B-2");
  await imports.importFiles(2);
  // 59 s at 1 A, and 1,990 s at 0.5 A.
  expect((await cyclesOf(lab, "B-1"))[0]?.chargeCapacityAh).toBeCloseTo(59 / 3600, 9);
  expect((await cyclesOf(lab, "B-2"))[0]?.chargeCapacityAh).toBeCloseTo(995 / 3600, 9);
});

test("a bad file is refused before it is sent, naming lines and columns", async ({ page, lab }) => {
  await signIn(page, lab);
  const imports = new ImportPage(page);
  await imports.open(lab.slug);
  await imports.drop([fixtureFile("bad/custom_nan_inf.csv"), fixtureFile("bad/custom_truncated.csv")]);
  const problems = imports.card("custom_nan_inf.csv").getByRole("region", { name: "Problems" }).getByRole("listitem");
  await expect(problems).toHaveText([/line 24, voltage/, /line 28, voltage.*inf/, /line 32, voltage.*-inf/]);
  const half = imports.card("custom_truncated.csv");
  await expect(half).toContainText("line 80, cycle");
  await expect(page.getByRole("button", { name: /^Import/ })).toBeDisabled();
  await half.getByRole("checkbox", { name: "Leave the half line out" }).click(); // which goes with the problem
  await expect(half).toContainText("59 samples");
  await imports.importFiles(1);
  expect(await cyclesOf(lab, "custom_truncated")).toHaveLength(1);
  expect(await cyclesOf(lab, "custom_nan_inf")).toEqual([]);
});

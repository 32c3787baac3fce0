import { CellPage } from "./support/cell-page";
import { fillLab } from "./support/fading-cells";
import { GroupsPage } from "./support/groups-page";
import { groupByCathode, untilCycles } from "./support/lab";
import { readPicture, rowsOf, savedBy } from "./support/read-picture";
import { CYCLE_S, CyclerChannel } from "./support/samples";
import { expect, signIn, test } from "./support/test";

test("a figure for a paper says the same numbers as the chart, the CSV and the table", async ({ page, lab }) => {
  await groupByCathode(lab);
  await fillLab(lab, ["A-01", "A-02"], { metadata: { cathode: "NMC811" } });
  await fillLab(lab, ["B-01"], { metadata: { cathode: "LFP" } });
  await signIn(page, lab);
  const groups = new GroupsPage(page);
  await groups.open(lab.slug, { metric: "dischargeCapacityAh" });
  await page.getByRole("button", { name: "Export Discharge capacity over cycle number" }).click();
  const dialog = page.getByRole("dialog", { name: "Discharge capacity over cycle number" });
  await expect(dialog.locator("img")).toBeVisible();

  const csv = await savedBy(page, dialog, "CSV of what is shown");
  expect(csv.name).toBe("discharge-capacity-over-cycle-number.csv");
  const rows = rowsOf(csv.bytes).filter(({ Kind }) => Kind === "group");
  const capacitiesOf = (name: string | null) =>
    rows.filter(({ Line }) => Line === name).map((row) => Number(row["Discharge capacity / Ah"]));
  // 2 Ah less 5 mAh a cycle, of eleven finished cycles.
  const expected = Array.from({ length: 11 }, (_, index) => 2 - 0.005 * index);
  for (const name of ["NMC811", "LFP"]) {
    for (const [index, capacity] of capacitiesOf(name).entries()) expect(capacity).toBeCloseTo(expected[index] ?? 0, 9);
  }
  expect(rows[0]).toMatchObject({ Cells: expect.stringMatching(/^[12]$/), "Cycle number": "1" });

  const onScreen = await readPicture(page, (await savedBy(page, dialog, "SVG")).bytes);
  expect(onScreen.leansOnPage).toBe(false);
  expect(onScreen.texts).toEqual(expect.arrayContaining(["Cycle number", "Discharge capacity / Ah", "NMC811", "LFP"]));
  const screenWidth = Number(await dialog.locator("img").getAttribute("width"));
  const screenPng = (await savedBy(page, dialog, "PNG")).bytes;
  expect(screenPng.readUInt32BE(16), "two pixels for each of the screen's").toBe(2 * screenWidth);
  await dialog.getByText("85 mm", { exact: true }).click();
  await expect(dialog.locator("img")).toHaveAttribute("width", "321");
  const figure = await readPicture(page, (await savedBy(page, dialog, "SVG")).bytes);
  expect(figure.width).toBe("85mm");
  for (const picture of [onScreen, figure]) {
    expect(picture.fonts).toEqual(["Inter"]);
    expect(picture.lines.map(({ name }) => name).sort()).toEqual(["LFP", "NMC811"]);
    for (const { name, points } of picture.lines) {
      // A line of few points keeps them all; a tenth of a pixel is 0.1 mAh of this axis.
      expect(points.map(({ x }) => Math.round(x))).toEqual(Array.from({ length: 11 }, (_, index) => index + 1));
      for (const [index, { y }] of points.entries()) expect(y).toBeCloseTo(capacitiesOf(name)[index] ?? 0, 3);
    }
  }
  // Without colour dash and marker tell them apart.
  const styles = figure.lines.map(({ dash, marker }) => `${dash} ${marker}`);
  expect(new Set(styles).size).toBe(2);

  const png = (await savedBy(page, dialog, "PNG")).bytes;
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  expect(png.readUInt32BE(16)).toBe(321 * 6.25 - 0.25); // 600 dots an inch, whole pixels
  const pdf = await savedBy(page, dialog, "PDF");
  expect(pdf.bytes.subarray(0, 5).toString()).toBe("%PDF-");
  // Text is text, in a font that the file has with it.
  const written = pdf.bytes.toString("latin1");
  expect(written).toContain("/Identity-H");
  expect(written).toContain("/FontFile2");
  expect(written).toContain("/ToUnicode");

  await dialog.getByText("Table", { exact: true }).click();
  await expect(dialog.getByRole("row").nth(1)).toContainText(/NMC811|LFP/);
  await dialog.getByText("In words").click();
  await expect(dialog).toContainText("goes from 2 at Cycle number 1 to 1.9500 at 11");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});

test("panels, curves and times of a cell leave the page with their titles", async ({ page, lab }) => {
  await fillLab(lab, ["A-01"]);
  await signIn(page, lab);
  const cell = new CellPage(page);
  await cell.open(lab.slug, "A-01");
  const open = async (title: RegExp) => {
    await page.getByRole("button", { name: title }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.locator("img")).toBeVisible();
    return dialog;
  };
  /** A figure has each quantity at its own axis, and none runs into the next. */
  const inOnePanelEach = async (title: RegExp, expected: string[]) => {
    const dialog = await open(title);
    await dialog.getByText("85 mm", { exact: true }).click();
    await expect(dialog.locator("img")).toHaveAttribute("width", "321");
    const { titles, texts } = await readPicture(page, (await savedBy(page, dialog, "SVG")).bytes);
    expect(titles.map(({ text }) => text)).toEqual(expect.arrayContaining(expected));
    for (const { text } of titles) expect(texts.filter((one) => one === text)).toHaveLength(1);
    for (const [index, { top }] of titles.entries()) {
      expect(top).toBeGreaterThan(titles[index - 1]?.bottom ?? Number.NEGATIVE_INFINITY);
    }
    await page.keyboard.press("Escape");
  };
  const metrics = await open(/^Export Discharge capacity.* of A-01 over cycle number$/);
  const panels = await readPicture(page, (await savedBy(page, metrics, "SVG")).bytes);
  expect(panels.texts).toEqual(expect.arrayContaining(["Discharge capacity / Ah", "Cycle number"]));
  const cycles = rowsOf((await savedBy(page, metrics, "CSV of what is shown")).bytes);
  expect(Number(cycles[0]?.["Discharge capacity / Ah"])).toBeCloseTo(2, 9);
  const [capacity] = panels.lines;
  expect(capacity?.points).toHaveLength(11);
  for (const [index, { x, y }] of capacity?.points.entries() ?? []) {
    expect(x).toBeCloseTo(Number(cycles[index]?.["Cycle number"]), 1);
    expect(y).toBeCloseTo(Number(cycles[index]?.["Discharge capacity / Ah"]), 3);
  }
  await page.keyboard.press("Escape");

  await inOnePanelEach(/^Export Discharge capacity.* of A-01 over cycle number$/, ["Discharge capacity / Ah"]);

  const curves = await open(/^Export Voltage profiles/);
  const points = rowsOf((await savedBy(page, curves, "CSV of what is shown")).bytes);
  expect(new Set(points.map((row) => row["Cycle number"])).size).toBe(11);
  const profiles = await readPicture(page, (await savedBy(page, curves, "SVG")).bytes);
  expect(profiles.texts).toEqual(expect.arrayContaining(["Voltage / V", "Capacity / Ah", "Cycle", "1", "11"]));
  expect(new Set(profiles.lines.map(({ name }) => name)).size).toBe(11);
  for (const line of profiles.lines) {
    // A straight line keeps its ends; each point that is drawn is one of the table's.
    const own = points.filter((row) => row["Cycle number"] === line.name);
    expect(line.points.length).toBeGreaterThan(1);
    for (const { x, y } of line.points) {
      const distances = own.map((row) =>
        Math.max(Math.abs(Number(row["Capacity / Ah"]) - x), Math.abs(Number(row["Voltage / V"]) - y)),
      );
      expect(Math.min(...distances)).toBeLessThan(0.01);
    }
  }
  await page.keyboard.press("Escape");

  const time = await open(/^Export Voltage, Current of A-01 over time$/);
  const samples = rowsOf((await savedBy(page, time, "CSV of what is shown")).bytes);
  expect(samples[0]).toMatchObject({ "Voltage / V": "4", "Current / A": "2.01" });
  const traces = await readPicture(page, (await savedBy(page, time, "SVG")).bytes);
  expect(traces.texts).toEqual(expect.arrayContaining(["Voltage / V", "Current / A"]));
  for (const [name, column] of [
    ["voltage", "Voltage / V"],
    ["current", "Current / A"],
  ] as const) {
    const drawn = traces.lines.find((line) => line.name === name)?.points ?? [];
    const values = samples.map((row) => Number(row[column]));
    // Least, most, first and last are drawn as they are, however few points a line is thinned to.
    expect(Math.min(...drawn.map(({ y }) => y))).toBeCloseTo(Math.min(...values), 1);
    expect(Math.max(...drawn.map(({ y }) => y))).toBeCloseTo(Math.max(...values), 1);
    expect(drawn[0]?.y).toBeCloseTo(values[0] ?? Number.NaN, 1);
    expect(drawn.at(-1)?.y).toBeCloseTo(values.at(-1) ?? Number.NaN, 1);
  }
  await page.keyboard.press("Escape");
  await inOnePanelEach(/^Export Voltage, Current of A-01 over time$/, ["Voltage / V", "Current / A"]);
});

test("picture, figure and numbers are of one moment, though samples go on arriving", async ({ page, lab }) => {
  await groupByCathode(lab);
  await fillLab(lab, ["A-01"], { metadata: { cathode: "NMC811" } });
  await signIn(page, lab);
  const groups = new GroupsPage(page);
  await groups.open(lab.slug, { metric: "dischargeCapacityAh" });
  await page.getByRole("button", { name: "Export Discharge capacity over cycle number" }).click();
  const dialog = page.getByRole("dialog", { name: "Discharge capacity over cycle number" });
  await expect(dialog.locator("img")).toBeVisible();
  const channel = new CyclerChannel("A-01", Date.now() - 14 * CYCLE_S * 1000);
  await lab.rest.ingest([...channel.dischargePart(12, 1, [0, 1]), channel.opening(13)]);
  await expect(page.locator("main figure [data-line=NMC811]").first()).toHaveAttribute("data-last-cycle", "12");
  for (const size of ["85 mm", "As on the screen"]) {
    await dialog.getByText(size, { exact: true }).click();
    await expect(dialog.locator("img")).toHaveAttribute("width", size === "85 mm" ? "321" : /^(?!321$)/);
    const { lines } = await readPicture(page, (await savedBy(page, dialog, "SVG")).bytes);
    const rows = rowsOf((await savedBy(page, dialog, "CSV of what is shown")).bytes);
    expect(
      lines.map(({ points }) => points.length),
      size,
    ).toEqual([11]);
    expect(rows.filter(({ Kind }) => Kind === "group").length).toBe(11);
  }
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Export Discharge capacity over cycle number" }).click();
  const rows = rowsOf((await savedBy(page, dialog, "CSV of what is shown")).bytes);
  expect(rows.filter(({ Kind }) => Kind === "group").length).toBe(12);
});

test("letters that the PDF's font lacks are said beside it, and a link is copied", async ({ page, lab, context }) => {
  await groupByCathode(lab);
  await fillLab(lab, ["A-01"], { metadata: { cathode: "磷酸铁锂 LFP" } });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await signIn(page, lab);
  await new GroupsPage(page).open(lab.slug, { metric: "dischargeCapacityAh" });
  await page.getByRole("button", { name: "Export Discharge capacity over cycle number" }).click();
  const dialog = page.getByRole("dialog", { name: "Discharge capacity over cycle number" });
  await expect(dialog.getByText("The PDF lacks 磷酸铁锂, which its font has not.")).toBeVisible();
  await dialog.getByRole("button", { name: "Copy link" }).click();
  await expect(dialog.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
});

test("a picture is dark where the page is, and a figure never", async ({ page, lab }) => {
  await groupByCathode(lab);
  await fillLab(lab, ["A-01"], { metadata: { cathode: "NMC811" } });
  await signIn(page, lab);
  await page.emulateMedia({ colorScheme: "dark" });
  await new GroupsPage(page).open(lab.slug, { metric: "dischargeCapacityAh" });
  await page.getByRole("button", { name: "Export Discharge capacity over cycle number" }).click();
  const dialog = page.getByRole("dialog", { name: "Discharge capacity over cycle number" });
  await expect(dialog.locator("img")).toBeVisible();
  const dark = await readPicture(page, (await savedBy(page, dialog, "SVG")).bytes);
  const brightness = (colour: string | null) => Math.max(...(colour?.match(/\d+/g) ?? []).slice(0, 3).map(Number));
  expect(brightness(dark.ground)).toBeLessThan(64);
  expect(dark.lines[0]?.points).toHaveLength(11);
  await dialog.getByText("180 mm", { exact: true }).click();
  await expect(dialog.locator("img")).toHaveAttribute("width", "680");
  const figure = await readPicture(page, (await savedBy(page, dialog, "SVG")).bytes);
  expect(figure.ground).toBe("#ffffff");
  expect(figure.lines[0]?.stroke).not.toBe(dark.lines[0]?.stroke); // darkened for white, not lifted for black
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
});

test("small charts leave as one figure whose panels say what the CSV says, and who was left out", async ({
  page,
  lab,
}) => {
  await groupByCathode(lab);
  await fillLab(lab, ["A-01", "A-02"], { metadata: { cathode: "NMC811" } });
  await fillLab(lab, ["B-01"], { metadata: { cathode: "LFP" } });
  await lab.rest.post("/api/v1/exclusions", { cell: "A-02", cycles: { from: 3, to: 3 }, reason: "chamber" });
  await signIn(page, lab);
  await page.goto(`/labs/${lab.slug}/groups?metric=dischargeCapacityAh&small=1`);
  await page.getByRole("button", { name: "Export Discharge capacity, group by group" }).click();
  const dialog = page.getByRole("dialog", { name: "Discharge capacity, group by group" });
  const { name, bytes } = await savedBy(page, dialog, "CSV of what is shown");
  expect(name).toBe("discharge-capacity-group-by-group.csv");
  expect(bytes.toString("utf8")).toContain("# Excluded from statistics: some cycles of 1 cell\r\n");
  const rows = rowsOf(bytes);
  expect(rows.filter(({ Line }) => Line === "NMC811").map(({ Cells }) => Cells)).toEqual(
    Array.from({ length: 11 }, (_, at) => (at === 2 ? "1" : "2")),
  );
  for (const size of ["As on the screen", "180 mm", "85 mm"]) {
    await dialog.getByText(size, { exact: true }).click();
    await expect(dialog.locator("img")).toHaveAttribute("width", widthOf(size));
    const picture = await readPicture(page, (await savedBy(page, dialog, "SVG")).bytes);
    expect(picture.leansOnPage).toBe(false);
    expect(picture.titles.map(({ text }) => text)).toEqual(["Discharge capacity / Ah"]);
    expect(picture.lines.map(({ panel, name: line }) => [panel, line]).sort()).toEqual([
      ["LFP", "LFP"],
      ["NMC811", "NMC811"],
    ]);
    // The cycle with one cell left is thinned, and dashed apart.
    for (const line of picture.lines)
      expectAsRows(
        line.points,
        rows.filter(({ Line, Kind }) => Line === line.name && Kind === "group"),
      );
    const styles = picture.lines.map(({ dash }) => dash);
    expect(new Set(styles).size, size).toBe(size === "As on the screen" ? 1 : 2); // without colour dashes tell
  }
  const pdf = await savedBy(page, dialog, "PDF");
  expect(pdf.bytes.subarray(0, 5).toString()).toBe("%PDF-");
});

const widthOf = (size: string) => (size === "85 mm" ? "321" : size === "180 mm" ? "680" : /^(?!321$|680$)/);

function expectAsRows(points: readonly { x: number; y: number }[], rows: readonly Record<string, string>[]) {
  expect(points.map(({ x }) => Math.round(x))).toEqual(rows.map((row) => Number(row["Cycle number"])));
  for (const [index, { y }] of points.entries()) {
    expect(y).toBeCloseTo(Number(rows[index]?.["Discharge capacity / Ah"]), 2);
  }
}

test("curves of a group's cells, and a chart of the overview, leave as figures with axes", async ({ page, lab }) => {
  await groupByCathode(lab);
  await fillLab(lab, ["A-01", "A-02"], { metadata: { cathode: "NMC811" } });
  await signIn(page, lab);
  const groups = new GroupsPage(page);
  await groups.open(lab.slug, { metric: "dischargeCapacityAh" });
  const exported = async (title: string) => {
    await page.getByRole("button", { name: `Export ${title}` }).click();
    const dialog = page.getByRole("dialog", { name: title });
    await dialog.getByText("85 mm", { exact: true }).click();
    await expect(dialog.locator("img")).toHaveAttribute("width", "321");
    const picture = await readPicture(page, (await savedBy(page, dialog, "SVG")).bytes);
    const rows = rowsOf((await savedBy(page, dialog, "CSV of what is shown")).bytes);
    await page.keyboard.press("Escape");
    return { picture, rows };
  };
  const cells = await exported("Discharge capacity of the cells of NMC811");
  expect(cells.picture.lines.map(({ panel, name }) => [panel, name]).sort()).toEqual([
    ["A-01", "A-01"],
    ["A-02", "A-02"],
  ]);
  for (const { name, points } of cells.picture.lines) {
    expectAsRows(
      points,
      cells.rows.filter(({ Line }) => Line === `NMC811 · ${name}`),
    );
  }
  await page.goto(`/labs/${lab.slug}`);
  const overview = await exported("Discharge capacity by Cathode");
  const [line] = overview.picture.lines;
  expect([overview.picture.lines.length, line?.name, overview.picture.texts.includes("Cycle number")]).toEqual([
    ...[1, "NMC811", true],
  ]);
  expectAsRows(line?.points ?? [], overview.rows);
});

test("overlaid cycles, and points of a rate test, are drawn as their tables say", async ({ page, lab }) => {
  await lab.rest.putCell("R-01", { nominalCapacityAh: 2, formationCycles: 1 });
  const channel = new CyclerChannel("R-01", Date.now() - 6 * CYCLE_S * 1000);
  const cycles = [1.9, 2, 1, 1.02].map((discharge, index) => channel.cycle(index + 1, { charge: 2, discharge }));
  await lab.rest.ingest([...cycles.flat(), channel.opening(5)]);
  await untilCycles(lab, "R-01", 4);
  await signIn(page, lab);
  await page.goto(`/labs/${lab.slug}/cells/R-01?time=cycles`);
  const exported = async (title: RegExp) => {
    await page.getByRole("button", { name: title }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.locator("img")).toBeVisible();
    const picture = await readPicture(page, (await savedBy(page, dialog, "SVG")).bytes);
    const rows = rowsOf((await savedBy(page, dialog, "CSV of what is shown")).bytes);
    await page.keyboard.press("Escape");
    return { picture, rows };
  };
  const overlaid = await exported(/^Export Cycles of R-01 overlaid$/);
  const [first] = overlaid.rows;
  const quantities = Object.keys(first ?? {}).filter((name) => /^(Voltage|Current)/.test(name));
  expect(quantities).toHaveLength(2);
  for (const [index, quantity] of quantities.entries()) {
    for (const cycle of ["1", "2", "3", "4"]) {
      const values = overlaid.rows
        .filter((row) => row["Cycle number"] === cycle && row[quantity] !== "")
        .map((row) => Number(row[quantity]));
      // A cycle has a line in each panel, from the uppermost down.
      const drawn = overlaid.picture.lines.filter(({ name }) => name === cycle)[index]?.points.map(({ y }) => y) ?? [];
      expect(Math.min(...drawn), `${quantity} of ${cycle}`).toBeCloseTo(Math.min(...values), 1);
      expect(Math.max(...drawn), `${quantity} of ${cycle}`).toBeCloseTo(Math.max(...values), 1);
    }
  }
  const rates = await exported(/^Export Rate test of R-01$/);
  const [x = "", y = ""] = Object.keys(rates.rows[0] ?? {}).slice(1);
  expect(rates.picture.dots).toHaveLength(2);
  for (const [index, dot] of rates.picture.dots.entries()) {
    expect(dot.x).toBeCloseTo(Number(rates.rows[index]?.[x]), 2);
    expect(dot.y).toBeCloseTo(Number(rates.rows[index]?.[y]), 2);
  }
});

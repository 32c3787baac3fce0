import { CellPage } from "./support/cell-page";
import { fillLab } from "./support/fading-cells";
import { untilCycles } from "./support/lab";
import { CYCLE_S, CyclerChannel } from "./support/samples";
import { readPicture, rowsOf, savedBy } from "./support/read-picture";
import { expect, signIn, test } from "./support/test";

// What the browser itself says of having no network.
test.use({ allowedErrors: /ERR_INTERNET_DISCONNECTED|Failed to fetch|network/i });

test("what is noted of a chamber is seen on each of its cells, and may be removed again", async ({ page, lab }) => {
  await lab.rest.post("/api/v1/metadata-fields", { name: "chamber", type: "text" });
  await fillLab(lab, ["A-01", "A-02"], { metadata: { chamber: "K3" } });
  await fillLab(lab, ["B-01"], { metadata: { chamber: "K4" } });
  await signIn(page, lab);
  const cell = new CellPage(page);
  const { from, to } = await stretchOf(lab.rest, "A-01", [4, 5]);
  // The stretch that the chart shows is offered.
  await cell.open(lab.slug, "A-01", { since: Date.parse(from), until: Date.parse(to) });
  const notes = page.getByRole("region", { name: "Notes" });
  await notes.getByRole("button", { name: "Add a note" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a note" });
  await dialog.getByLabel("Of", { exact: true }).selectOption({ label: "All cells with chamber K3" });
  await dialog.getByLabel("Note").fill("Chamber off");
  await dialog.getByRole("button", { name: "Add the note" }).click();
  await expect(notes.getByRole("listitem")).toContainText("All cells with chamber K3");
  await expect(notes.getByRole("listitem")).toContainText("Chamber off");

  await cell.open(lab.slug, "A-02");
  await expect(notes.getByRole("listitem")).toContainText("Chamber off");
  await expect(cell.panel("dischargeCapacityAh").locator("[data-region='1']")).toBeAttached();
  await expect(cell.time.locator("[data-region='1']").first()).toBeAttached();
  await cell.open(lab.slug, "B-01");
  await expect(notes.getByRole("listitem")).toHaveCount(0);

  await cell.open(lab.slug, "A-01");
  await notes.getByRole("button", { name: "Remove the note “Chamber off”" }).click();
  await expect(notes.getByRole("listitem")).toHaveCount(0);
  await page.getByRole("region", { name: "Undo" }).getByRole("button", { name: "Undo" }).click();
  await expect(notes.getByRole("listitem")).toContainText("Chamber off");
  const { annotations } = await lab.rest.get<{ annotations: { text: string; match: object; times: object }[] }>(
    "/api/v1/annotations",
  );
  expect(annotations).toEqual([
    expect.objectContaining({ text: "Chamber off", match: { field: "chamber", value: "K3" }, times: { from, to } }),
  ]);
});

test("a note of a chamber is seen on each of its forty cells, and on no other", async ({ page, lab }) => {
  test.slow();
  await lab.rest.post("/api/v1/metadata-fields", { name: "chamber", type: "text" });
  const startMs = Date.now() - 3 * CYCLE_S * 1000;
  const cells = Array.from({ length: 40 }, (_, index) => `A-${String(index + 1).padStart(2, "0")}`);
  for (const cell of [...cells, "B-01"]) {
    await lab.rest.putCell(cell, { metadata: { chamber: cell === "B-01" ? "K4" : "K3" } });
    const channel = new CyclerChannel(cell, startMs);
    await lab.rest.ingest([...channel.cycle(1, { charge: 2, discharge: 1.9 }), channel.opening(2)]);
  }
  for (const cell of [...cells, "B-01"]) await untilCycles(lab, cell, 1);
  const { from, to } = await stretchOf(lab.rest, "A-01", [1, 1]);
  await lab.rest.post("/api/v1/annotations", {
    ...{ match: { field: "chamber", value: "K3" }, times: { from, to }, text: "Chamber at 35 °C" },
  });
  await signIn(page, lab);
  const cell = new CellPage(page);
  const note = page.getByRole("region", { name: "Notes" }).getByRole("listitem");
  for (const name of cells) {
    const { annotations } = await lab.rest.get<{ annotations: { text: string }[] }>(`/api/v1/annotations?cell=${name}`);
    expect(annotations, name).toEqual([expect.objectContaining({ text: "Chamber at 35 °C" })]);
  }
  // A page takes seconds to open: those of every tenth cell stand for the others.
  for (const name of cells.filter((_, index) => index % 10 === 9)) {
    await cell.open(lab.slug, name);
    await expect(note, name).toContainText("All cells with chamber K3");
    await expect(note, name).toContainText("Chamber at 35 °C");
    await expect(cell.panel("dischargeCapacityAh").locator("[data-region='1']"), name).toBeAttached();
    await expect(cell.time.locator("[data-region='1']").first(), name).toBeAttached();
  }
  await cell.open(lab.slug, "B-01");
  await expect(note).toHaveCount(0);
  await expect(page.locator("[data-region]")).toHaveCount(0);
});

test("a note of cycles is not lost when it is refused, and leaves with pictures and tables", async ({
  page,
  lab,
  context,
}) => {
  await fillLab(lab, ["A-01"]);
  await signIn(page, lab);
  const cell = new CellPage(page);
  await cell.open(lab.slug, "A-01", { from: 3, to: 5 });
  const notes = page.getByRole("region", { name: "Notes" });
  await notes.getByRole("button", { name: "Add a note" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a note" });
  // The cycles that the chart shows are offered.
  await expect(dialog.getByLabel("From cycle")).toHaveValue("3");
  await dialog.getByLabel("To cycle, included").fill("4");
  await dialog.getByLabel("Note").fill("Clip was loose");
  await context.setOffline(true);
  await dialog.getByRole("button", { name: "Add the note" }).click();
  await expect(dialog.getByRole("alert")).not.toBeEmpty();
  await expect(dialog.getByLabel("Note")).toHaveValue("Clip was loose");
  await context.setOffline(false);
  await dialog.getByRole("button", { name: "Add the note" }).click();
  await expect(dialog).toBeHidden();
  await expect(notes.getByRole("listitem")).toHaveText([/This cell, cycles 3–4.*: Clip was loose.*/]);

  await cell.open(lab.slug, "A-01");
  await page.getByRole("button", { name: /^Export Discharge capacity.* of A-01 over cycle number$/ }).click();
  const exported = page.getByRole("dialog");
  await expect(exported.locator("img")).toBeVisible();
  const picture = await readPicture(page, (await savedBy(page, exported, "SVG")).bytes);
  expect(picture.texts.join(" ")).toContain("Clip was loose (owner");
  const noted = rowsOf((await savedBy(page, exported, "CSV of what is shown")).bytes);
  const cycles = noted.filter(({ Notes }) => Notes?.startsWith("Clip was loose (")).map((row) => row["Cycle number"]);
  expect(cycles).toEqual(["3", "4"]);
  expect(noted[0]?.Notes).toBe("");
  await exported.getByText("Table", { exact: true }).click();
  await expect(exported.getByRole("columnheader", { name: "Notes" })).toBeVisible();
  // A figure for a paper has neither the stretch nor its number.
  await exported.getByText("Picture", { exact: true }).click();
  await exported.getByText("85 mm", { exact: true }).click();
  await expect(exported.locator("img")).toHaveAttribute("width", "321");
  const figure = (await savedBy(page, exported, "SVG")).bytes.toString("utf8");
  expect(figure).not.toContain("data-region");
  expect(figure).not.toContain("data-note");
});

/** From when to when some cycles of a cell ran, to the second. */
async function stretchOf(
  rest: { get: <A>(path: string) => Promise<A> },
  cell: string,
  [first, last]: [number, number],
) {
  const { cycles } = await rest.get<{ cycles: { cycle: number; startedAt: string; endedAt: string }[] }>(
    `/api/v1/cells/${cell}/cycles`,
  );
  const inSeconds = (text = "") => new Date(Math.floor(Date.parse(text) / 1000) * 1000).toISOString();
  return {
    from: inSeconds(cycles.find(({ cycle }) => cycle === first)?.startedAt),
    to: inSeconds(cycles.find(({ cycle }) => cycle === last)?.endedAt),
  };
}

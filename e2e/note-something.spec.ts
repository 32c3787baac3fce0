import { CellPage } from "./support/cell-page";
import { fillLab } from "./support/fading-cells";
import { expect, signIn, test } from "./support/test";

test("what is noted of a chamber is seen on each of its cells, and may be taken back", async ({ page, lab }) => {
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
  await notes.getByRole("button", { name: "Undo" }).click();
  await expect(notes.getByRole("listitem")).toContainText("Chamber off");
  const { annotations } = await lab.rest.get<{ annotations: { text: string; match: object; times: object }[] }>(
    "/api/v1/annotations",
  );
  expect(annotations).toEqual([
    expect.objectContaining({ text: "Chamber off", match: { field: "chamber", value: "K3" }, times: { from, to } }),
  ]);
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

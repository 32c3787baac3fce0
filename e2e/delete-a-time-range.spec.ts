import { untilCycles } from "./support/lab";
import { CyclerChannel } from "./support/samples";
import { expect, signIn, test } from "./support/test";
import { ask } from "./support/trpc";

// Fourteen hours ahead of the lab: a range read in the browser's own zone would miss every sample.
test.use({ timezoneId: "Asia/Tokyo" });

const DAY_MS = 86_400_000;

test("a time range is read in the lab's time zone, which the dialog names", async ({ page, lab }) => {
  // Noon UTC some days ago is 7:00 or 8:00 in New York, as its clocks are put.
  const startMs = Math.floor(Date.now() / DAY_MS) * DAY_MS - 3 * DAY_MS + DAY_MS / 2;
  const channel = new CyclerChannel("A-01", startMs);
  const capacity = { charge: 1, discharge: 1 };
  await lab.rest.ingest([...channel.cycle(1, capacity), ...channel.cycle(2, capacity), channel.opening(3)]);
  await untilCycles(lab, "A-01", 2);
  await signIn(page, lab);
  await ask(page.request, "labs.update", { labSlug: lab.slug, changes: { timeZone: "America/New_York" } });

  // The first charge: an hour of 13 samples, both ends included.
  const [from, to] = [startMs, startMs + 3_600_000].map((atMs) =>
    new Date(atMs).toLocaleString("sv-SE", { timeZone: "America/New_York" }).replace(" ", "T"),
  );
  await page.goto(`/labs/${lab.slug}/cells`);
  await page.getByRole("button", { name: "Settings of A-01" }).click();
  const part = page.getByRole("group").filter({ hasText: "Delete a time range or a test" });
  await part.getByText("Delete a time range or a test").click();
  await expect(part.getByText("In the lab's time zone, America/New_York.")).toBeVisible();
  await part.getByLabel("From").fill(from ?? "");
  await part.getByLabel("To, included").fill(to ?? "");
  const [fromUtc, toUtc] = [startMs, startMs + 3_600_000].map((atMs) =>
    new Date(atMs).toISOString().slice(0, 19).replace("T", " "),
  );
  await expect(part.getByText(`That is ${fromUtc} to ${toUtc} UTC.`)).toBeVisible();
  await part.getByLabel("Type “A-01” to confirm").fill("A-01");
  await part.getByRole("button", { name: "Delete time range" }).click();
  await expect(page.getByText("13 samples of A-01 deleted.")).toBeVisible();
});

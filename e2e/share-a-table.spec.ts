import { untilCycles } from "./support/lab";
import { CYCLE_S, CyclerChannel } from "./support/samples";
import { expect, signIn, test } from "./support/test";

// What a browser itself says of an answer that refuses; the page says it better.
test.use({ allowedErrors: /Failed to load resource: the server responded with a status of 404/ });

const CELL = "A-01";

test("a table is given away by a link, read without an account, and revoked", async ({ page, lab, playwright }) => {
  const channel = new CyclerChannel(CELL, Date.now() - 4 * CYCLE_S * 1000);
  const cycles = [1, 2].flatMap((number) => channel.cycle(number, { charge: 2, discharge: 1.9 }));
  await lab.rest.ingest([...cycles, channel.opening(3)]);
  await untilCycles(lab, CELL, 2);

  await signIn(page, lab);
  await page.goto(`/labs/${lab.slug}/settings/links`);
  await expect(page.getByText("None yet.")).toBeVisible();
  await page.getByRole("combobox", { name: "Cell" }).fill("nobody");
  await page.getByRole("button", { name: "Make link" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "There is no such cell" })).toBeVisible();
  await page.getByRole("combobox", { name: "Cell" }).fill("A-0");
  await page.getByRole("option", { name: CELL }).click();
  await page.getByLabel("For", { exact: true }).fill("Ada's notebook");
  await page.getByRole("button", { name: "Make link" }).click();
  const made = page.getByRole("region", { name: `Link to ${CELL}` });
  const address = (await made.locator("pre").first().textContent()) ?? "";
  await expect(made.locator("pre").last()).toContainText(`pandas.read_csv(\n    "${address}"`);

  const stranger = await playwright.request.newContext();
  const read = await stranger.get(address);
  expect(read.status()).toBe(200);
  expect(read.headers()).toMatchObject({ "cache-control": "private, no-store", "referrer-policy": "no-referrer" });
  expect((await read.text()).split("\r\n").filter((line) => line !== "")).toHaveLength(1 + 3);
  for (const path of ["/api/v1/cells", `/api/v1/cells/${CELL}`, `/api/v1/cells/${CELL}/steps`]) {
    const other = new URL(address);
    other.pathname = path;
    expect((await stranger.get(other.href)).status(), path).toBe(404);
  }

  await made.getByRole("button", { name: "I have copied it" }).click();
  await page.reload();
  const row = page.getByRole("row").filter({ hasText: "Ada's notebook" });
  await expect(row).toContainText(CELL);
  await expect(row).not.toContainText(new URL(address).searchParams.get("grant") ?? "");
  await row.getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke link" }).click();
  await expect(page.getByText("None yet.")).toBeVisible();
  expect((await stranger.get(address)).status()).toBe(404);
  await page.getByText("Ended (1)").click();
  await expect(row).toContainText("revoked");
  await stranger.dispose();
});

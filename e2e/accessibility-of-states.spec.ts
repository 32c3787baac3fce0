import { join } from "node:path";
import type { Page } from "@playwright/test";
import { CellPage } from "./support/cell-page";
import { bringIn, signUpColleague } from "./support/colleague";
import { PROJECT } from "./support/commands";
import { fillLab } from "./support/fading-cells";
import { GroupsPage } from "./support/groups-page";
import { createLab, groupByCathode, type Lab, untilCycles } from "./support/lab";
import { linkMailedTo } from "./support/mails";
import { layoutShift, type LookedOver, lookOver } from "./support/look-over";
import { pulsesOf } from "./support/pulses";
import { CYCLE_S, CyclerChannel } from "./support/samples";
import { expect, signIn, test } from "./support/test";
import { ask } from "./support/trpc";

// What the browser itself says of a request that was cut off, and of a page that is not for a viewer.
test.use({ allowedErrors: /ERR_FAILED|ERR_INTERNET_DISCONNECTED|Failed to fetch|status of 40[34]|network/i });
test.describe.configure({ mode: "parallel" });

let lab: Lab;
let baseURL: string;

test.beforeAll(async ({ baseURL: given = "" }) => {
  baseURL = given;
  lab = await createLab(baseURL);
  await groupByCathode(lab);
  await fillLab(lab, ["A-01", "A-02"], { metadata: { cathode: "NMC811" } });
  await fillLab(lab, ["B-01"], { metadata: { cathode: "LFP" } });
  await lab.rest.putCell("P-01", { nominalCapacityAh: 2 });
  await lab.rest.ingest(pulsesOf("P-01"));
  await lab.rest.putCell("R-01", { nominalCapacityAh: 2, formationCycles: 1 });
  const channel = new CyclerChannel("R-01", Date.now() - 6 * CYCLE_S * 1000);
  const cycles = [1.9, 2, 1, 1.02].map((discharge, index) => channel.cycle(index + 1, { charge: 2, discharge }));
  await lab.rest.ingest([...cycles.flat(), channel.opening(5)]);
  await untilCycles(lab, "R-01", 4);
});

const path = (of: string) => `/labs/${lab.slug}${of}`;

async function openGroups(page: Page, query: Record<string, string | number> = {}): Promise<GroupsPage> {
  await signIn(page, lab);
  const groups = new GroupsPage(page);
  await groups.open(lab.slug, query);
  return groups;
}

async function openCell(page: Page, cell: string, query: Record<string, string | number> = {}): Promise<CellPage> {
  await signIn(page, lab);
  const shown = new CellPage(page);
  await shown.open(lab.slug, cell, query);
  return shown;
}

/** Pages beside those of accessibility.spec.ts, and what pages become when something is asked of them or goes wrong. */
const STATES: LookedOver = {
  comparison: async (page) => {
    await signIn(page, lab);
    await page.goto(path("/compare?pin=cell:A-01&pin=cell:B-01"));
    await page.getByRole("region", { name: "Differences" }).waitFor();
  },
  "nothing to compare": async (page) => {
    await signIn(page, lab);
    await page.goto(path("/compare"));
    await page.getByRole("heading", { name: "Nothing to compare yet" }).waitFor();
  },
  "wall screen": async (page) => {
    await signIn(page, lab);
    await page.goto(path("/kiosk?every=600&view=0:dischargeCapacityAh"));
    await page.locator("figure [data-line] path").first().waitFor({ state: "attached" });
  },
  scratch: async (page) => {
    await signIn(page, lab);
    await page.goto(path("/scratch"));
    await page.locator('input[type="file"]').waitFor({ state: "attached" });
  },
  "scratch with a file": async (page) => {
    await signIn(page, lab);
    await page.goto(path("/scratch"));
    await page.locator('input[type="file"]').setInputFiles(join(PROJECT, "fixtures/neware_uio.csv"));
    await page.locator('[data-line="voltage"]').waitFor({ state: "attached" });
    await page.evaluate(() => Reflect.set(window, "layoutShift", 0)); // what was dropped took its room
  },
  "cell with formation and a rate test": async (page) => {
    await openCell(page, "R-01");
    await page.getByRole("region", { name: "Rate test", exact: true }).locator("circle").first().waitFor();
  },
  "cell with pulses": async (page) => {
    await openCell(page, "P-01", { cycle: 1 });
    await page.getByRole("region", { name: "Pulses", exact: true }).locator("circle").first().waitFor();
  },
  "cell with its cycles overlaid": async (page) => {
    await signIn(page, lab);
    await page.goto(path("/cells/A-01?time=cycles&cycle=3"));
    const { curves, time } = new CellPage(page);
    await curves.locator("path[data-cycle]").first().waitFor({ state: "attached" });
    await time.locator('[data-quantity="voltage"] path[data-chosen="3"]').waitFor({ state: "attached" });
  },
  "cycles that are filtered, ordered and made wider": async (page) => {
    const query = { "cycles.sort": "-coulombicEfficiency", "cycles.filter": "cycle > 3", "cycles.widths": "notes:240" };
    const cell = await openCell(page, "A-01", query);
    await expect(cell.cycles.getByRole("status")).toHaveText("9 of 12 cycles");
  },
  "cycles of which none is like that": async (page) => {
    const cell = await openCell(page, "A-01", { "cycles.filter": "cycle > 300" });
    await expect(cell.cycles.getByRole("status")).toHaveText("0 of 12 cycles");
  },
  "form of a note": async (page) => {
    await openCell(page, "A-01");
    await page.getByRole("button", { name: "Add a note" }).click();
    await page.getByRole("dialog").getByLabel("Note").waitFor();
  },
  "what was done and can be undone": async (page) => {
    await openCell(page, "B-01");
    await page.getByRole("button", { name: "Add a note" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Note").fill("Chamber off");
    await dialog.getByRole("button", { name: "Add the note" }).click();
    // It stays while it has the focus. What was noted took its room, as it was asked to.
    await page.getByRole("region", { name: "Undo" }).getByRole("button", { name: "Undo" }).focus();
    await layoutShift(page);
    await page.evaluate(() => Reflect.set(window, "layoutShift", 0));
  },
  "cells that are chosen": async (page) => {
    await signIn(page, lab);
    await page.goto(path("/cells"));
    await page.getByText("A-01").first().waitFor();
    const choose = page.getByRole("checkbox", { name: "Choose A-01" });
    if ((await choose.count()) === 0) return; // a phone has cards, one for each cell
    await choose.click();
    await page.getByRole("button", { name: "Set a value…" }).click();
    await page.getByRole("dialog").getByLabel("Column").waitFor();
  },
  "small charts that become a figure": async (page) => {
    await signIn(page, lab);
    await page.goto(path("/groups?metric=dischargeCapacityAh&small=1"));
    await page.getByRole("button", { name: /group by group$/ }).click();
    await page.getByRole("dialog").locator("img").waitFor();
  },
  "settings of a cell": async (page) => {
    await signIn(page, lab);
    await page.goto(path("/cells"));
    await page.getByText("A-01").first().waitFor();
    await page
      .getByRole("button", { name: /^(Settings of A-01|A-01)/ })
      .first()
      .click();
    await page.getByRole("dialog").getByRole("button", { name: "Save", exact: true }).waitFor();
  },
  "table that is pasted": async (page) => {
    await signIn(page, lab);
    await page.goto(path("/cells"));
    await page.getByRole("button", { name: "Paste or load a table" }).click();
    await page.getByRole("textbox", { name: "Table" }).fill("Cell\tcathode\tcolour\nA-01\tLFP\tred");
    await page.getByRole("button", { name: /^Save 1 value/ }).waitFor();
  },
  "cells of which none is like that": async (page) => {
    await signIn(page, lab);
    await page.goto(path("/cells?filter=nobody"));
    await page.getByRole("heading", { name: /No cell is like/ }).waitFor();
  },
  "choice of columns": async (page) => {
    await openGroups(page);
    await page.getByRole("button", { name: "Columns" }).click();
    await page.getByLabel("Sigmas").waitFor();
  },
  "deep dive that is filtered": async (page) => {
    const groups = await openGroups(page, {
      group: '["NMC811"]',
      "cells.sort": "-value",
      "cells.filter": "A-01",
    });
    await expect(groups.rows).toHaveCount(1);
  },
  "groups of cells that are filtered": async (page) => {
    await openGroups(page, { where: "cathode = NMC811 and not cell ~ 02" });
    await page.getByRole("button", { name: "Remove the filter cathode = NMC811" }).waitFor();
  },
  "filter of cells that is being made": async (page) => {
    await openGroups(page);
    const isOnPhone = (page.viewportSize()?.width ?? 0) < 600;
    await (isOnPhone ? page.getByRole("button", { name: "Change" }).click() : page.keyboard.press("f"));
    await page.getByLabel("NMC811 (2)").waitFor();
  },
  "filter that no cell passes": async (page) => {
    await signIn(page, lab);
    await page.goto(path("/groups?where=cathode+%3D+LMO"));
    await page.getByRole("heading", { name: "No cell passes this filter" }).waitFor();
  },
  "filter that names a field that is gone": async (page) => {
    await signIn(page, lab);
    await page.goto(path("/groups?where=anode+%3D+C"));
    await page.getByRole("heading", { name: "This filter cannot be used" }).waitFor();
  },
  "chart that becomes a picture": async (page) => {
    await openGroups(page);
    await page.getByRole("button", { name: /^Export Discharge capacity over/ }).click();
    await page.getByRole("dialog").getByText("85 mm", { exact: true }).waitFor();
  },
  "list of keys": async (page) => {
    await openGroups(page);
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
  },
  "groups without network": async (page) => {
    await openGroups(page);
    await page.context().setOffline(true);
    await page.locator('[data-stream="offline"]').waitFor();
  },
  "groups that are paused": async (page) => {
    await openGroups(page);
    await page.keyboard.press(".");
    await page.locator('[data-stream="paused"]').waitFor();
  },
  "groups that do not load": async (page) => {
    await signIn(page, lab);
    await page.route(/groups\.overX/, (route) => route.abort());
    await page.goto(path("/groups?x=equivalentFullCycles")); // of which nothing comes with the page
    await page.getByRole("button", { name: "Try again" }).first().waitFor();
  },
  "no cycles in the range": async (page) => {
    await signIn(page, lab);
    await page.goto(path("/groups?from=500&to=600"));
    await page.getByRole("button", { name: "Show all cycles" }).waitFor();
  },
  "lab of which one is a viewer": async (page) => {
    const viewer = await signUpColleague(page);
    const owner = await page.context().browser()?.newContext({ baseURL });
    if (!owner) throw new Error("the browser is gone");
    await signIn(owner, lab);
    await bringIn(viewer, { owner: owner.request, labSlug: lab.slug, role: "viewer" });
    await owner.close();
    await page.goto(path("/settings/keys"));
    await page.locator("h1").waitFor();
  },
  "mails of a server without mail": (page) => page.goto("/mails"),
  "address that is confirmed": (page) => page.goto("/verify-email#token=none"),
  "invitation, before one is signed in": async (page) => {
    await signIn(page, lab);
    const email = `guest-${Date.now()}-${Math.random()}@example.org`;
    const answer = await ask(page.request, "members.invite", { labSlug: lab.slug, email, role: "member" });
    expect(answer.code).toBe("answered");
    await page.context().clearCookies();
    await page.goto(new URL(await linkMailedTo(email, /invite/i)).pathname);
    await page.locator("h1").waitFor();
  },
};

lookOver(STATES);

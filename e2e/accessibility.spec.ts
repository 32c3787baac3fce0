import type { Page } from "@playwright/test";
import { CellPage } from "./support/cell-page";
import { GroupsPage } from "./support/groups-page";
import { fixtureFile, ImportPage, importedBy } from "./support/import-page";
import { forgetLayoutShift, type LookedOver, lookOver } from "./support/look-over";
import { createLab, groupByCathode, type Lab, untilCycles } from "./support/lab";
import { CyclerChannel, CYCLE_S } from "./support/samples";
import { expect, signIn, test } from "./support/test";
import { ask } from "./support/trpc";

const CYCLES = 12;
// The answer of the page that says "Nothing here".
test.use({ allowedErrors: /Failed to load resource: the server responded with a status of 404/ });

// By far the most tests are here: each of the two workers takes its share.
test.describe.configure({ mode: "parallel" });

let full: Lab;
let empty: Lab;
let waiting: Lab;

test.beforeAll(async ({ baseURL }) => {
  const newLab = () => createLab(baseURL ?? "");
  [full, empty] = await Promise.all([newLab(), newLab()]);
  waiting = await newLab();
  await waiting.rest.putCell("new", {});
  await groupByCathode(full);
  const startMs = Date.now() - (CYCLES + 2) * CYCLE_S * 1000;
  const cells = ["A-01", "A-02", "A-03", "A-04", "B-01", "B-02", "B-03", "B-04"];
  for (const [index, cell] of cells.entries()) {
    await full.rest.putCell(cell, { metadata: { cathode: cell.startsWith("A") ? "NMC811" : "LFP" } });
    const channel = new CyclerChannel(cell, startMs);
    const capacity = { charge: 2 + index / 10, discharge: 1.9 + index / 10 };
    const cycles = Array.from({ length: CYCLES }, (_, at) => channel.cycle(at + 1, capacity));
    await full.rest.ingest([...cycles.flat(), channel.opening(CYCLES + 1), ...channel.charge(CYCLES + 1, 1)]);
  }
  for (const cell of cells) await untilCycles(full, cell, CYCLES);
});

/** A page of an account or a lab, and what is seen on it once it is loaded. */
const signedInTo = (path: (lab: Lab) => string, heading: string) => async (page: Page) => {
  await signIn(page, full);
  await page.goto(path(full));
  await page.getByRole("heading", { name: heading }).first().waitFor();
};

const ALL_CELLS = {
  ...{ groupingId: 0, by: null, metrics: ["dischargeCapacityAh"], x: null, tag: null, rateC: null },
  ...{ only: null, hidden: [] },
};

type Shared = {
  page: string;
  query?: string;
  cells?: string[];
  groups?: (typeof ALL_CELLS)[];
  compared?: { metric: string; x: string | null };
};

/** Opens a view of the lab by a link that its owner made. */
async function openShared(page: Page, shared: Shared): Promise<void> {
  await signIn(page, full);
  const view = { name: "Shared", query: "", cells: [], groups: [], ...shared };
  const given = { view, needsSignIn: false, expiresAt: new Date(Date.now() + 3_600_000).toISOString() };
  const { code, data } = await ask(page.request, "grants.share", { labSlug: full.slug, given });
  expect(code).toBe("answered");
  await page.goto(String(data.path));
}

/** Every page there is, and how to get to it. */
const PAGES: LookedOver = {
  "front page": (page) => page.goto("/"),
  overview: async (page) => {
    await signIn(page, full);
    await page.goto(`/labs/${full.slug}`);
    await page.locator("[data-cell=A-01]").waitFor();
    await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
  },
  "overview without cells": async (page) => {
    await signIn(page, empty);
    await page.goto(`/labs/${empty.slug}`);
    await page.getByRole("heading", { name: "Bring a first cell" }).waitFor();
  },
  palette: async (page) => {
    await signIn(page, full);
    await new GroupsPage(page).open(full.slug);
    await page.getByRole("button", { name: "Find anything" }).click();
    await page.getByRole("button", { name: "Create key" }).waitFor();
  },
  "sign-in": (page) => page.goto("/sign-in"),
  "sign-up": (page) => page.goto("/sign-up"),
  "forgotten password": (page) => page.goto("/forgot-password"),
  "new password": (page) => page.goto("/reset-password#token=none"),
  "new lab": signedInTo(() => "/new-lab", "Name your lab"),
  "unknown invitation": signedInTo(() => "/invitations/none", "This invitation does not open"),
  account: async (page) => {
    await signedInTo(() => "/account", "Sessions")(page);
    await page.getByText("this one").waitFor();
  },
  start: async (page) => {
    await signedInTo(({ slug }) => `/labs/${slug}/start`, "Watch simulated cyclers")(page);
    await expect(page.getByRole("button", { name: "Start simulated cyclers" })).toBeEnabled();
  },
  "lab settings": signedInTo(({ slug }) => `/labs/${slug}/settings/lab`, "Leave this lab"),
  members: signedInTo(({ slug }) => `/labs/${slug}/settings/members`, "What roles may do"),
  keys: signedInTo(({ slug }) => `/labs/${slug}/settings/keys`, "Keys that work"),
  links: signedInTo(({ slug }) => `/labs/${slug}/settings/links`, "Links that work"),
  audit: async (page) => {
    await signedInTo(({ slug }) => `/labs/${slug}/settings/audit`, "Audit")(page);
    await page.getByRole("table").waitFor();
  },
  groups: async (page) => {
    await signIn(page, full);
    await new GroupsPage(page).open(full.slug);
  },
  "groups in panels, with a cell": async (page) => {
    await signIn(page, full);
    const query = { by: "cathode", panel: "coulombicEfficiency", group: '["LFP"]', cell: "B-01", scores: 1, each: 1 };
    await new GroupsPage(page).open(full.slug, query);
    await expect(page.locator('[data-panel="coulombicEfficiency"] [data-line]').first()).toBeAttached();
    await page.getByRole("complementary", { name: "Cell B-01" }).waitFor();
  },
  "small charts of groups": async (page) => {
    await signIn(page, full);
    await page.goto(`/labs/${full.slug}/groups?by=cathode&small=1`);
    await page.locator('[data-multiple="LFP"]').waitFor();
  },
  "empty lab": async (page) => {
    await signIn(page, empty);
    await page.goto(`/labs/${empty.slug}/groups`);
    await page.getByRole("heading", { name: "No cells yet" }).waitFor();
  },
  cells: async (page) => {
    await signIn(page, full);
    await page.goto(`/labs/${full.slug}/cells`);
    await page.getByText("A-01").first().waitFor();
  },
  cell: async (page) => {
    await signIn(page, full);
    await new CellPage(page).open(full.slug, "A-01", { cycle: 5 });
    await page.getByRole("table").nth(1).waitFor();
    await page.getByRole("term").filter({ hasText: "Equivalent full cycles" }).waitFor();
  },
  "cell without samples": async (page) => {
    await signIn(page, waiting);
    await page.goto(`/labs/${waiting.slug}/cells/new`);
    await page.getByRole("heading", { name: "No sample of this cell yet" }).waitFor();
  },
  fields: async (page) => {
    await signIn(page, full);
    await page.goto(`/labs/${full.slug}/cells/fields`);
    await page.getByText("cathode", { exact: true }).first().waitFor();
  },
  import: signedInTo(({ slug }) => `/labs/${slug}/import`, "History"),
  "import of files": async (page) => {
    await signIn(page, full);
    const imports = new ImportPage(page);
    await imports.open(full.slug);
    await imports.drop([
      fixtureFile("cyclers/sample_data_novonix.csv"),
      fixtureFile("cyclers/sample.bdf.csv"),
      fixtureFile("bad/unsupported_test.csv"),
    ]);
    await expect(imports.cards.locator("figure")).toHaveCount(4);
    await page.getByText("This file cannot be read").waitFor();
    await page.getByRole("textbox", { name: "Name of the cell" }).fill("{nothing}");
    await page.getByText("Neither the pattern nor the head of a file has {nothing}").waitFor();
    await imports.cards
      .first()
      .getByText(/columns and the first rows/)
      .click();
    await forgetLayoutShift(page); // what was dropped took its room
  },
  "report of an import": async (page) => {
    await signIn(page, full);
    await page.goto(`/labs/${full.slug}/import?import=${await importedBy(full)}`);
    await page.getByText("Beside the cycler's own counters").waitFor();
  },
  "dialog that shares": async (page) => {
    await signIn(page, full);
    await new GroupsPage(page).open(full.slug);
    await page.getByRole("button", { name: "Share…" }).first().click();
    await page.getByRole("button", { name: "Make link" }).click();
    await page.getByText("Copy it now").waitFor();
    await forgetLayoutShift(page);
  },
  "dialog of saved views": async (page) => {
    await signIn(page, full);
    await new GroupsPage(page).open(full.slug);
    await page.getByRole("button", { name: "Views…" }).first().click();
    await page.getByText("None yet.").waitFor();
  },
  "shared groups": async (page) => {
    await openShared(page, { page: "groups", groups: [ALL_CELLS] });
    await new GroupsPage(page).untilShown();
  },
  "shared cell": async (page) => {
    await openShared(page, { page: "cell", query: "cycle=5", cells: ["A-01"] });
    await page.getByRole("table").nth(1).waitFor();
    await page.getByRole("term").filter({ hasText: "Equivalent full cycles" }).waitFor();
  },
  "shared comparison": async (page) => {
    const compared = { metric: "dischargeCapacityAh", x: null };
    const query = "pin=cell:A-01&pin=cell:B-01";
    await openShared(page, { page: "compare", query, cells: ["A-01", "B-01"], compared });
    await page.getByRole("region", { name: "Differences" }).waitFor();
  },
  "link that shows nothing": async (page) => {
    await page.goto(`/shared#ct_g_${"x".repeat(43)}`);
    await page.getByRole("heading", { name: "This link shows nothing" }).waitFor();
  },
  groupings: async (page) => {
    await signIn(page, full);
    await page.goto(`/labs/${full.slug}/groupings`);
    await page.getByText("in no group").waitFor();
  },
  "not found": (page) => page.goto("/labs"),
  api: (page) => page.goto("/docs/api"),
  numbers: (page) => page.goto("/docs/numbers"),
};

lookOver(PAGES);

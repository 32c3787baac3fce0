import { randomBytes } from "node:crypto";
import type { APIRequestContext, Locator, Page } from "@playwright/test";
import type { Colleague } from "./colleague";
import type { Lab } from "./lab";
import { expect } from "./test";
import { ask, read } from "./trpc";

/** Somebody who tries, in which role and lab. Its founder helps to put right what they did. */
export type Trier = Colleague & {
  role: string;
  lab: Lab;
  founder: { userId: string; request: APIRequestContext };
};

type Call = {
  procedure: string;
  isQuery?: boolean;
  /** Without the lab, unless it is another one. */
  input: (by: Trier, isAllowed: boolean) => Promise<object> | object;
};

export type Attempt = {
  /** Opens the page of the control, and waits until it would be there. */
  open: (by: Trier, isAllowed: boolean) => Promise<void>;
  /** What begins it; absent for whoever may not. */
  control: (page: Page) => Locator;
  /** Does it by the control, and sees that it was done. */
  act: (by: Trier) => Promise<void>;
  /** What the page asks of the server for it. */
  calls: readonly Call[];
  /** After each time that it was done. */
  undo?: (by: Trier) => Promise<void>;
};

export const word = () => randomBytes(4).toString("hex");
export const button = (name: string) => (page: Page) => page.getByRole("button", { name, exact: true });
export const said = (page: Page, text: string | RegExp) =>
  expect(page.getByRole("status").filter({ hasText: text })).toBeVisible();

/** Goes to a page of the lab, and waits for what everybody sees on it. */
export const at =
  (path: string, seen: (page: Page) => Locator) =>
  async ({ page, lab }: Trier): Promise<void> => {
    await page.goto(`/labs/${lab.slug}/${path}`);
    await expect(seen(page).first()).toBeVisible();
  };
/** To one that only some may open; the others are told who may. */
export const atOwn =
  (path: string, seen: (page: Page) => Locator) =>
  (by: Trier, isAllowed: boolean): Promise<void> =>
    at(path, isAllowed ? seen : (page) => page.getByText(/this needs the role/))(by);

export const onCells = at("cells", (page) => page.getByRole("grid", { name: "Cells" }).getByText("A-01"));
export const onLabSettings = at("settings/lab", (page) => page.getByRole("heading", { name: "Leave this lab" }));
export const onMembers = at("settings/members", (page) => page.getByRole("row").filter({ hasText: "owner@" }));

/** A new cell with nothing in it. */
export async function newCell({ lab }: Trier): Promise<string> {
  const cell = `spare-${word()}`;
  await lab.rest.putCell(cell, {});
  return cell;
}

/** The settings of a new cell. */
export async function onSpareCell(by: Trier): Promise<void> {
  await newCell(by);
  await onCells(by);
  await by.page.getByRole("button", { name: "Settings of spare-" }).first().click();
  await expect(by.page.getByRole("dialog").getByLabel(/Nominal capacity/)).toBeVisible();
}

export async function newAnnotation(by: Trier): Promise<string> {
  const annotation = { cell: await newCell(by), text: "chamber off" };
  return (await by.lab.rest.post<{ id: string }>("/api/v1/annotations", annotation)).id;
}

/** An exclusion of a new cell. */
export async function newExclusion(by: Trier): Promise<string> {
  const { id } = await by.lab.rest.post<{ id: string }>("/api/v1/exclusions", {
    cell: await newCell(by),
    reason: "leaked",
  });
  return id;
}

export const NEW_TAG = { cycles: { from: 1, to: 2 }, tag: "formation", reason: "as planned" };

/** A tag by hand of a new cell. */
export async function newTag(by: Trier): Promise<{ cell: string; id: string }> {
  const cell = await newCell(by);
  const { id } = await by.lab.rest.post<{ id: string }>(`/api/v1/cells/${cell}/tags`, NEW_TAG);
  return { cell, id };
}

/** What a link to all cells is made of. */
export const linkToAll = () => ({
  resource: { kind: "grouping", id: 0 },
  reads: ["strays"],
  expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
});

/** A saved mapping of nothing. */
export async function newMapping({ lab, founder }: Trier): Promise<string> {
  const name = word();
  const given = { name, mapping: { columns: {} } };
  await ask(founder.request, "imports.mappings.save", { labSlug: lab.slug, given });
  return name;
}

export const aView = (name: string) => ({ name, view: { page: "groups", cell: null, query: "" } });

/** A saved view. */
export async function newView({ lab, founder }: Trier): Promise<string> {
  const name = word();
  await ask(founder.request, "views.save", { labSlug: lab.slug, given: aView(name) });
  return name;
}

/** Both are owners again, whoever of them was lowered. */
export async function makeOwners(by: Trier): Promise<void> {
  const { page, lab, founder, email } = by;
  const { data } = await read(page.request, "members.list", { labSlug: lab.slug });
  const members = data.members as { userId: string; email: string }[]; // what that procedure answers
  const own = members.find((member) => member.email === email)?.userId ?? "";
  const labSlug = lab.slug;
  // Refused to whoever is an admin by now, which is one of them at most.
  await ask(founder.request, "members.changeRole", { labSlug, userId: own, role: "owner" });
  await ask(page.request, "members.changeRole", { labSlug, userId: founder.userId, role: "owner" });
}

/** Excludes cycles of the open cell and tags others, sees both there, and undoes them. */
export async function excludeAndTag({ page }: Trier): Promise<void> {
  const panel = page.getByRole("dialog");
  const name = (await panel.getByRole("heading").textContent()) ?? "";
  await panel.getByText("Exclude from statistics").click();
  await panel.getByLabel("From cycle").fill("2");
  await panel.getByLabel("To cycle, included").fill("3");
  await panel.getByLabel("Why").fill("leaked");
  await panel.getByRole("button", { name: "Exclude cycles" }).click();
  await said(page, `${name}: cycles 2–3 excluded from statistics.`);
  await page.getByRole("button", { name: `Settings of ${name}` }).click();
  await panel.getByText("Exclude from statistics (1)").click();
  await expect(panel.getByRole("listitem").filter({ hasText: "leaked" })).toContainText("cycles 2–3");
  await panel.getByRole("button", { name: "Include again" }).click();
  await said(page, `${name}: cycles 2–3 included in statistics again.`);
  await page.getByRole("button", { name: `Settings of ${name}` }).click();
  await panel.getByText("Tag cycles").first().click();
  await panel.getByLabel("First cycle").fill("4");
  await panel.getByLabel("Tag", { exact: true }).selectOption("check_up");
  await panel.getByLabel("Reason for the tag").fill("day 30");
  await panel.getByRole("button", { name: "Tag cycles" }).click();
  await said(page, `${name}: cycle 4 check-up.`);
  await page.getByRole("button", { name: `Settings of ${name}` }).click();
  await panel.getByText("Tag cycles (1)").click();
  await expect(panel.getByRole("listitem").filter({ hasText: "day 30" })).toContainText("cycle 4 check-up");
  await panel.getByRole("button", { name: "Remove tag" }).click();
  await said(page, `${name}: cycle 4 check-up no more.`);
}

import { bringIn } from "./colleague";
import { fixtureFile, ImportPage, importedBy } from "./import-page";
import {
  type Attempt,
  word,
  button,
  said,
  at,
  atOwn,
  onCells,
  onLabSettings,
  onMembers,
  newCell,
  onSpareCell,
  newAnnotation,
  newExclusion,
  NEW_TAG,
  newTag,
  linkToAll,
  newMapping,
  aView,
  newView,
  makeOwners,
  excludeAndTag,
} from "./role-attempt";
import { expect } from "./test";
import { ask } from "./trpc";

/** How each action of the table of permissions is done; a test compares the two. The last ones end the lab, or the part in it. */
export const ATTEMPTS: Record<string, Attempt> = {
  read: {
    open: onCells,
    control: (page) => page.getByRole("rowheader", { name: /A-01/ }),
    act: ({ page }) => expect(page.getByText("1 cell", { exact: true })).toBeVisible(),
    calls: [
      { procedure: "cells.sheet", isQuery: true, input: () => ({}) },
      { procedure: "cells.silent", isQuery: true, input: () => ({}) },
      { procedure: "annotations.list", isQuery: true, input: () => ({}) },
      { procedure: "overview.cells", isQuery: true, input: () => ({}) },
      { procedure: "overview.today", isQuery: true, input: () => ({}) },
      { procedure: "exclusions.list", isQuery: true, input: () => ({ cell: "A-01" }) },
      { procedure: "tags.list", isQuery: true, input: () => ({ cell: "A-01" }) },
      { procedure: "groupings.list", isQuery: true, input: () => ({}) },
      { procedure: "groupings.values", isQuery: true, input: () => ({ field: "cathode" }) },
      { procedure: "groups.strays", isQuery: true, input: () => ({ groupingId: 0 }) },
      { procedure: "groups.ageing", isQuery: true, input: () => ({ groupingId: 0, group: null }) },
      { procedure: "labs.settings", isQuery: true, input: () => ({}) },
      { procedure: "members.list", isQuery: true, input: () => ({}) },
    ],
  },
  editCells: {
    open: onCells,
    control: button("Paste or load a table"),
    act: async ({ page }) => {
      await button("Paste or load a table")(page).click();
      await page.getByRole("textbox", { name: "Table" }).fill(`Cell\npasted-${word()}`);
      await page.getByRole("button", { name: "Save 0 values" }).click();
      await said(page, "1 cell made.");
    },
    calls: [
      { procedure: "cells.put", input: () => ({ given: { name: `put-${word()}`, changes: {} } }) },
      { procedure: "cells.edit", input: () => ({ given: { edits: [{ cell: "A-01", nominalCapacityAh: 3 }] } }) },
      {
        procedure: "cells.rename",
        input: async (by) => ({ given: { cell: await newCell(by), newName: `renamed-${word()}` } }),
      },
    ],
  },
  imports: {
    open: at("import", (page) => page.getByRole("heading", { name: "History" })),
    control: button("Choose files"),
    act: async ({ page }) => {
      const imports = new ImportPage(page);
      await imports.drop([{ ...fixtureFile("cyclers/sample_data_novonix.csv"), name: `${word()}.csv` }]);
      await imports.importFiles(1);
    },
    calls: [
      { procedure: "imports.mappings.save", input: () => ({ given: { name: word(), mapping: { columns: {} } } }) },
      {
        procedure: "imports.mappings.rename",
        input: async (by) => ({ given: { name: await newMapping(by), newName: word() } }),
      },
      { procedure: "imports.mappings.remove", input: async (by) => ({ given: { name: await newMapping(by) } }) },
      {
        procedure: "imports.undo",
        input: async ({ lab }) => ({ given: { importId: await importedBy(lab) } }),
      },
    ],
  },
  saveViews: {
    open: async (by) => {
      await at("compare", button("Views…"))(by);
      await button("Views…")(by.page).click();
      const dialog = by.page.getByRole("dialog", { name: "Saved views" });
      await expect(dialog.getByText(/^None yet/).or(dialog.getByRole("listitem").first())).toBeVisible();
    },
    control: button("Save view"),
    act: async ({ page }) => {
      const name = word();
      await page.getByLabel("Name for what the page shows now").fill(name);
      await button("Save view")(page).click();
      await expect(page.getByRole("link", { name })).toBeVisible();
    },
    calls: [
      { procedure: "views.save", input: () => ({ given: aView(word()) }) },
      {
        procedure: "views.rename",
        input: async (by) => ({ given: { name: await newView(by), newName: word() } }),
      },
      { procedure: "views.remove", input: async (by) => ({ given: { name: await newView(by) } }) },
    ],
  },
  exclude: {
    open: onSpareCell,
    control: (page) => page.getByRole("dialog").getByText("Exclude from statistics"),
    act: excludeAndTag,
    calls: [
      { procedure: "exclusions.add", input: async (by) => ({ given: { cell: await newCell(by), reason: "leaked" } }) },
      {
        procedure: "tags.add",
        input: async (by) => ({ given: { ...NEW_TAG, cell: await newCell(by) } }),
      },
      { procedure: "tags.remove", input: async (by) => ({ given: await newTag(by) }) },
      {
        procedure: "annotations.add",
        input: async (by) => ({ given: { cell: await newCell(by), text: "chamber off" } }),
      },
      { procedure: "annotations.remove", input: async (by) => ({ given: { id: await newAnnotation(by) } }) },
      { procedure: "exclusions.remove", input: async (by) => ({ given: { id: await newExclusion(by) } }) },
    ],
  },
  deleteData: {
    open: onSpareCell,
    control: (page) => page.getByRole("dialog").getByText("Delete the cell"),
    act: async ({ page }) => {
      const name = (await page.getByRole("dialog").getByRole("heading").textContent()) ?? "";
      await page.getByText("Delete the cell").click();
      await page
        .getByLabel(/^Type .* to confirm$/)
        .last()
        .fill(name);
      await page.getByRole("button", { name: "Delete cell" }).click();
      await said(page, `${name} deleted.`);
    },
    calls: [
      { procedure: "cells.remove", input: async (by) => ({ given: { cell: await newCell(by) } }) },
      {
        procedure: "cells.merge",
        input: async (by) => ({ given: { cell: await newCell(by), into: await newCell(by), testNames: {} } }),
      },
      {
        procedure: "cells.removeTimeRange",
        input: async (by) => ({ given: { cell: await newCell(by), from: Date.now() - 1000, to: Date.now() } }),
      },
    ],
  },
  editFields: {
    open: at("cells/fields", (page) => page.getByRole("listitem").filter({ hasText: "cathode" })),
    control: button("Make field"),
    act: async ({ page }) => {
      const field = `field-${word()}`;
      await page.getByLabel("Name").fill(field);
      await button("Make field")(page).click();
      await expect(page.getByRole("listitem").filter({ hasText: field })).toBeVisible();
    },
    calls: [{ procedure: "fields.create", input: () => ({ given: { name: `field-${word()}`, type: "text" } }) }],
  },
  editGroupings: {
    open: at("groupings", (page) => page.getByText("in no group")),
    control: button("New grouping"),
    act: async ({ page }) => {
      const name = `grouping-${word()}`;
      await button("New grouping")(page).click();
      await page.getByLabel("Name").fill(name);
      await button("Save grouping")(page).click();
      await expect(button(name)(page)).toBeVisible();
    },
    calls: [
      { procedure: "groupings.create", input: () => ({ given: { name: `grouping-${word()}`, by: ["cathode"] } }) },
    ],
  },
  manageKeys: {
    open: atOwn("settings/keys", button("Create key")),
    control: button("Create key"),
    act: async ({ page }) => {
      await page.getByLabel("Name").fill(`key-${word()}`);
      await button("Create key")(page).click();
      await expect(page.getByText("Copy it now: it is shown this once.")).toBeVisible();
    },
    calls: [
      { procedure: "keys.list", isQuery: true, input: () => ({}) },
      { procedure: "grants.list", isQuery: true, input: () => ({}) },
      { procedure: "grants.create", input: () => ({ given: linkToAll() }) },
      {
        procedure: "grants.revoke",
        input: async ({ lab }) => {
          const { id } = await lab.rest.post<{ id: string }>("/api/v1/grants", linkToAll());
          return { given: { id } };
        },
      },
      { procedure: "keys.create", input: () => ({ name: `key-${word()}`, scopes: ["read"] }) },
    ],
  },
  manageMembers: {
    open: onMembers,
    control: button("Send invitation"),
    act: async ({ page }) => {
      const email = `guest-${word()}@example.org`;
      await page.getByLabel("E-mail").fill(email);
      await button("Send invitation")(page).click();
      await said(page, `Sent to ${email}`);
    },
    calls: [{ procedure: "members.invite", input: () => ({ email: `guest-${word()}@example.org`, role: "viewer" }) }],
  },
  editLab: {
    open: onLabSettings,
    control: button("Save"),
    act: async ({ page }) => {
      await page.getByLabel("Formation cycles").fill("3");
      await button("Save")(page).click();
      await expect(button("Saved")(page)).toBeVisible();
    },
    calls: [{ procedure: "labs.update", input: () => ({ changes: { formationCycles: 2 } }) }],
  },
  exportLab: {
    open: onLabSettings,
    control: (page) => page.getByRole("link", { name: "Export this lab" }),
    act: async ({ page }) => {
      const download = page.waitForEvent("download");
      await page.getByRole("link", { name: "Export this lab" }).click();
      expect((await download).suggestedFilename()).toMatch(/^lab-.*\.zip$/);
    },
    calls: [],
  },
  readAudit: {
    open: atOwn("settings/audit", (page) => page.getByRole("table")),
    control: (page) => page.getByRole("link", { name: "Download CSV" }),
    act: ({ page }) => expect(page.getByRole("cell", { name: "key.create" }).first()).toBeVisible(),
    calls: [
      { procedure: "audit.list", isQuery: true, input: () => ({}) },
      { procedure: "audit.choices", isQuery: true, input: () => ({}) },
    ],
  },
  manageOwners: {
    open: onMembers,
    control: (page) => page.getByLabel("Role of owner"),
    act: async ({ page }) => {
      const role = page.getByLabel("Role of owner");
      for (const given of ["admin", "owner"]) {
        await role.selectOption(given);
        await expect(role).toHaveValue(given);
      }
    },
    calls: [
      { procedure: "members.changeRole", input: ({ founder }) => ({ userId: founder.userId, role: "admin" }) },
      { procedure: "members.transfer", input: ({ founder }) => ({ userId: founder.userId }) },
    ],
    undo: makeOwners,
  },
  leaveLab: {
    open: onLabSettings,
    control: button("Leave the lab"),
    act: async ({ page }) => {
      await button("Leave the lab")(page).click();
      await page.getByRole("dialog").getByRole("button", { name: "Leave the lab" }).click();
      await expect(page).toHaveURL(/\/new-lab$/);
    },
    calls: [{ procedure: "members.leave", input: () => ({}) }],
    undo: (by) => bringIn(by, { owner: by.founder.request, labSlug: by.lab.slug, role: by.role }),
  },
  deleteLab: {
    open: onLabSettings,
    control: button("Delete the lab"),
    act: async ({ page, lab }) => {
      await button("Delete the lab")(page).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel(/^Type .* to confirm$/).fill(lab.name);
      await dialog.getByRole("button", { name: "Delete the lab" }).click();
      await expect(page).toHaveURL(/\/new-lab$/);
    },
    calls: [
      {
        procedure: "labs.delete",
        // An owner asks it of another lab of theirs: this one is gone by the page.
        input: async ({ page, lab }, isAllowed) => {
          if (!isAllowed) return { name: lab.name };
          const { data } = await ask(page.request, "labs.create", { name: "Doomed", timeZone: "UTC" });
          return { labSlug: data.labSlug, name: "Doomed" };
        },
      },
    ],
  },
};

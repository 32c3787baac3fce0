import { expect, it } from "vitest";
import { findCommands, prepareCommands } from "./prepare-commands";

const known = {
  labSlug: "bench",
  role: "owner" as const,
  labs: [
    { slug: "bench", name: "Bench" },
    { slug: "other", name: "Other" },
  ],
  groupings: [{ id: 7, name: "Cathode" }],
  cells: [{ name: "LFP 10/2" }, { name: "W-01" }, { name: "SW-01" }],
  views: [],
};
const groups = prepareCommands(known);
const found = (query: string) =>
  findCommands(query, groups).map(({ title, commands }) => [title, ...commands.map(({ label }) => label)]);
const pathOf = (query: string) => {
  const does = findCommands(query, groups)[0]?.commands[0]?.does;
  return does?.kind === "go" ? does.path : null;
};

it("finds cells, groupings, metrics, pages and actions by any of their words", () => {
  expect(found("w-01")).toEqual([["Cells", "W-01", "SW-01"]]);
  expect(found("create KEY")).toEqual([["Actions", "Create key"]]);
  expect(found("theme da")).toEqual([["Actions", "Colours: dark"]]);
  expect(found("nothing has this")).toEqual([]);
  expect(pathOf("cathode")).toBe("/labs/bench/groups?grouping=7");
  expect(pathOf("retention")).toBe("/labs/bench/groups?metric=capacityRetention");
  expect(pathOf("lab other")).toBe("/labs/other");
  expect(pathOf("lfp 10")).toBe("/labs/bench/cells/LFP%2010%2F2");
});

it("lists pages and actions before anything is typed, and of what it finds no more than fit", () => {
  expect(found(" ").map(([title]) => title)).toEqual(["Pages", "Actions"]);
  const many = prepareCommands({ ...known, cells: Array.from({ length: 50 }, (_, index) => ({ name: `C-${index}` })) });
  expect(findCommands("c-", many)[0]?.commands).toHaveLength(8);
});

it("offers nobody what their role may not do", () => {
  const labels = prepareCommands({ ...known, role: "viewer" }).flatMap(({ commands }) =>
    commands.map(({ label }) => label),
  );
  for (const refused of ["Create key", "Invite a member", "Import files", "Audit", "Make a field"]) {
    expect(labels).not.toContain(refused);
  }
  expect(labels).toContain("Members");
});

it("lists the lab's saved views before its pages, and finds them by their names", () => {
  const saved = { name: "Fade of NMC", page: "groups", cell: null, query: "metric=capacityRetention" } as const;
  const withView = prepareCommands({ ...known, views: [saved] });
  expect(findCommands("", withView).map(({ title }) => title)).toEqual(["Saved views", "Pages", "Actions"]);
  const [group] = findCommands("fade nmc", withView);
  expect(group?.commands[0]?.does).toEqual({ kind: "go", path: "/labs/bench/groups?metric=capacityRetention" });
});

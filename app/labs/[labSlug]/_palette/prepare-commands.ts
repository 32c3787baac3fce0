import { METRIC_NAMES, METRICS } from "@/server/domain/cycles/metrics";
import { may, type Role } from "@/server/domain/labs/permissions";
import { cellHref } from "@/app/_components/cell-href";
import { savedViewPath } from "../_views/saved-view-path";

/** What the palette finds: a page to go to, or something that the shell does itself. */
export type Command = {
  id: string;
  label: string;
  /** Other words that find it. */
  keywords: string;
  does:
    | { kind: "go"; path: string }
    | { kind: "scheme"; scheme: "light" | "dark" | "auto" }
    | { kind: "pause" | "keys" };
};
export type CommandGroup = {
  title: string;
  commands: Command[] /** Only found, never listed. */;
  isOnlyFound: boolean;
};

export type KnownOfLab = {
  labSlug: string;
  role: Role;
  labs: readonly { slug: string; name: string }[];
  groupings: readonly { id: number; name: string }[];
  cells: readonly { name: string }[];
  views: readonly (Parameters<typeof savedViewPath>[1] & { name: string })[];
};

const go = (label: string, path: string, keywords = ""): Command => ({
  id: `${label} ${path}`,
  label,
  keywords,
  does: { kind: "go", path },
});

/** Everything that may be gone to or done from any page of a lab. */
export function prepareCommands({ labSlug, role, labs, groupings, cells, views }: KnownOfLab): CommandGroup[] {
  const lab = `/labs/${labSlug}`;
  const allowed = (isAllowed: boolean, ...commands: Command[]) => (isAllowed ? commands : []);
  const pages = [
    go("Overview", lab, "home strays"),
    go("Groups", `${lab}/groups`, "chart"),
    go("Cells", `${lab}/cells`, "sheet table"),
    go("Compare", `${lab}/compare`, "cells groups tests beside overlay normalised difference"),
    go("Import", `${lab}/import`, "file history"),
    go("Groupings", `${lab}/groupings`),
    go("Scratch", `${lab}/scratch`, "look at a file drop without storing"),
    go("Wall screen", `${lab}/kiosk`, "kiosk full screen TV monitor turns"),
    go("Fields of cells", `${lab}/cells/fields`, "metadata"),
    go("Settings of the lab", `${lab}/settings/lab`, "time zone simulation"),
    go("Members", `${lab}/settings/members`, "team roles"),
    go("API keys", `${lab}/settings/keys`),
    ...allowed(may(role, "readAudit"), go("Audit", `${lab}/settings/audit`, "log history")),
    go("What the numbers mean", "/docs/numbers", "guide formula metric"),
    go("API", "/docs/api", "REST documentation"),
    go("Your account", "/account", "password sessions"),
  ];
  const actions: Command[] = [
    ...allowed(may(role, "manageKeys"), go("Create key", `${lab}/settings/keys`, "API new")),
    ...allowed(may(role, "manageMembers"), go("Invite a member", `${lab}/settings/members`, "team new")),
    ...allowed(may(role, "imports"), go("Import files", `${lab}/import`, "upload")),
    ...allowed(may(role, "editGroupings"), go("Make a grouping", `${lab}/groupings`, "new")),
    ...allowed(may(role, "editFields"), go("Make a field", `${lab}/cells/fields`, "new metadata")),
    go("First sample", `${lab}/start`, "start curl simulated"),
    { id: "pause", label: "Pause or resume live changes", keywords: "stream", does: { kind: "pause" } },
    { id: "keys", label: "Keyboard shortcuts", keywords: "help", does: { kind: "keys" } },
    ...(["light", "dark", "auto"] as const).map(
      (scheme): Command => ({
        id: scheme,
        label: `Colours: ${scheme}`,
        keywords: "theme scheme",
        does: { kind: "scheme", scheme },
      }),
    ),
    go("New lab", "/new-lab"),
    ...labs.filter(({ slug }) => slug !== labSlug).map(({ slug, name }) => go(`Open the lab ${name}`, `/labs/${slug}`)),
  ];
  const charts = [
    ...groupings.map(({ id, name }) => go(`Groups by ${name}`, `${lab}/groups?grouping=${id}`, "grouping chart")),
    ...METRIC_NAMES.map((name) => go(METRICS[name].label, `${lab}/groups?metric=${name}`, "metric chart")),
  ];
  const saved = views.map((view) => go(view.name, savedViewPath(labSlug, view), "saved view"));
  return [
    { title: "Cells", commands: cells.map(({ name }) => go(name, cellHref(labSlug, name))), isOnlyFound: true },
    ...(views.length > 0 ? [{ title: "Saved views", commands: saved, isOnlyFound: false }] : []),
    { title: "Pages", commands: pages, isOnlyFound: false },
    { title: "Charts", commands: charts, isOnlyFound: true },
    { title: "Actions", commands: actions, isOnlyFound: false },
  ];
}

const MOST_IN_A_GROUP = 8;

/** What has every word, first what begins with them; without words, pages and actions. */
export function findCommands(query: string, groups: readonly CommandGroup[]): CommandGroup[] {
  const text = query.trim().toLowerCase();
  if (text === "") return groups.filter(({ isOnlyFound }) => !isOnlyFound);
  const words = text.split(/\s+/);
  return groups.flatMap((group) => {
    const found = group.commands.filter(({ label, keywords }) => {
      const where = `${label} ${keywords}`.toLowerCase();
      return words.every((word) => where.includes(word));
    });
    const [first, others] = [found.filter((one) => begins(one, text)), found.filter((one) => !begins(one, text))];
    const commands = [...first, ...others].slice(0, MOST_IN_A_GROUP);
    return commands.length === 0 ? [] : [{ ...group, commands }];
  });
}

const begins = ({ label }: Command, text: string) => label.toLowerCase().startsWith(text);

import { METRIC_NAMES, METRICS, type MetricName } from "@/server/domain/cycles/metrics";
import type { ViewPage } from "@/server/domain/labs/granted-view";
import type { GrantedKind, GrantedRead } from "@/server/domain/labs/grants";

/** What a link can show, in the words of the page. */
export const READ_LABELS: Record<GrantedKind, Partial<Record<GrantedRead, string>>> = {
  cell: {
    cycles: "Cycles",
    steps: "Steps",
    samples: "Samples, reduced to 1,000 points",
    curves: "Voltage curves",
    ageing: "Ageing",
    "rate-test": "Rate test",
    tags: "Tags of cycles",
    export: "Every sample",
  },
  grouping: {
    cycles: "Group statistics by cycle",
    deviations: "Deviations at one cycle",
    ageing: "Ageing of its cells",
    strays: "Outliers, and since when",
    export: "ZIP archive of everything",
  },
};

export const METRIC_CHOICES = METRIC_NAMES.map((name) => ({ value: name, label: METRICS[name].label }));

/** What has to be said in the query of what a link shows. */
export type LinkQuery = { metric: MetricName; cycle: number };

/** Whether a table is asked for with a metric, or with the number of a cycle. */
export const needsMetric = (kind: GrantedKind, read: GrantedRead): boolean =>
  kind === "grouping" && (read === "cycles" || read === "deviations");
export const needsCycle = (kind: GrantedKind, read: GrantedRead): boolean =>
  kind === "grouping" && read === "deviations";

/** Whether it comes as a table at all. */
const isArchive = (kind: GrantedKind, read: GrantedRead) => kind === "grouping" && read === "export";

/** The whole address of what a link shows, as CSV where it is a table: what the form asked for is in it. */
export function linkAddress(url: string, kind: GrantedKind, read: GrantedRead, { metric, cycle }: LinkQuery): string {
  const address = new URL(url);
  if (needsMetric(kind, read)) address.searchParams.set("metric", metric);
  if (needsCycle(kind, read)) address.searchParams.set("cycle", String(cycle));
  if (kind === "cell" && read === "curves") address.searchParams.set("kind", "vq");
  if (!isArchive(kind, read)) address.searchParams.set("format", "csv");
  return address.href;
}

/** What reads it, ready to be pasted. */
export function readingSnippet(address: string, kind: GrantedKind, read: GrantedRead): string {
  if (isArchive(kind, read)) return `curl --remote-name --remote-header-name \\\n  "${address}"`;
  return `import pandas\n\n${read.replaceAll("-", "_")} = pandas.read_csv(\n    "${address}"\n)`;
}

type Shown = {
  resource:
    | { kind: "cell"; name: string | null }
    | { kind: "grouping"; id: number; name: string | null }
    | { kind: "view"; page: ViewPage; name: string };
  reads: readonly GrantedRead[];
  needsSignIn: boolean;
  /** When what it shows was kept; null where it follows the lab. */
  frozenAt: string | null;
};

const PAGE_WORDS: Record<ViewPage, string> = {
  groups: "view of groups",
  dive: "view of one group",
  cell: "page of a cell",
  compare: "comparison",
};

/** "A-01": what a link shows something of; in words where it is gone. */
export const nameOfShown = ({ resource }: Pick<Shown, "resource">): string =>
  resource.name ?? `a ${resource.kind} that was deleted`;

/** "cycles, steps" */
export const whatIsShown = ({ resource, reads, needsSignIn, frozenAt }: Shown): string => {
  if (resource.kind !== "view") return whichTables(resource.kind, reads);
  return `${PAGE_WORDS[resource.page]}${frozenAt === null ? "" : ", frozen"}${needsSignIn ? ", for signed-in people" : ""}`;
};

const whichTables = (kind: GrantedKind, reads: readonly GrantedRead[]) =>
  reads.map((read) => (READ_LABELS[kind][read] ?? read).toLowerCase().replace(/^zip/, "ZIP")).join("; ");

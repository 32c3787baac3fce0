import { type Comparison, REASONS, type ReasonName, type Tool } from "./comparison";

/** A comparison as it came out. */
export type Compared = Comparison & { oursIs: number; reason: ReasonName | null };
export type ComparedTool = Omit<Tool, "comparisons"> & { compared: readonly Compared[] };

const HEAD = `# Comparisons with other tools

Numbers that the tests of other tools expect of a file, and what this code gives for the same file. A number agrees where the tool's own
test would accept ours, with its own tolerance; where it differs, the reason is worked out from the same file, and a test holds the
published number against it (\`server/importers/published-numbers.test.ts\`, whose tables this page is written from:
\`npx vitest run --project unit published-numbers -u\`). Only numbers and their places are taken from the tools, and data files under the
licences that \`fixtures/README.md\` names; no code.

How ours are defined: \`docs/numbers.md\`.
`;

/** The page of the docs. */
export function comparisonsPage(tools: readonly ComparedTool[]): string {
  const all = tools.flatMap(({ compared }) => compared);
  const used = Object.entries(REASONS).filter(([name]) => all.some(({ reason }) => reason === name));
  const reasons = used.map(
    ([name, text]) => `- **${name}**: ${text} (${all.filter(({ reason }) => reason === name).length})`,
  );
  const parts = [
    HEAD,
    table(
      ["tool", "repository", "commit", "licence", "compared", "agree", "differ"],
      [...tools.map(summaryRow), totalRow(all)],
    ),
    "## Why numbers differ\n",
    "How often each reason holds stands behind it.\n",
    `${reasons.join("\n")}\n`,
    ...tools.flatMap(toolSection),
  ];
  return parts.join("\n");
}

const counts = (compared: readonly Compared[]) => {
  const differ = compared.filter(({ reason }) => reason !== null).length;
  return [compared.length, compared.length - differ, differ].map(String);
};
const summaryRow = ({ name, repository, commit, licence, compared }: ComparedTool) => [
  name,
  repository,
  `\`${commit}\``,
  licence,
  ...counts(compared),
];
const totalRow = (compared: readonly Compared[]) => ["all", "", "", "", ...counts(compared)];

function toolSection({ name, compared, left }: ComparedTool): string[] {
  const rows = compared.map((comparison) => [
    comparison.what,
    `\`${comparison.files.map((file) => file.replace(/.*\//, "")).join("`, `")}\``,
    shown(comparison.published, comparison.unit),
    shown(comparison.oursIs, comparison.unit),
    comparison.unit === "1" || comparison.unit === "UTC" ? "" : comparison.unit,
    differenceOf(comparison),
    comparison.reason ?? "agrees",
    `\`${comparison.source}\``,
  ]);
  return [
    `## ${name}\n`,
    table(["number", "file", "published", "ours", "unit", "difference", "verdict", "where it is published"], rows),
    "Not compared:\n",
    `${left.map((text) => `- ${text}`).join("\n")}\n`,
  ];
}

/** Eight digits, without the zeros at the end. */
function shown(value: number, unit: Compared["unit"]): string {
  if (unit === "UTC") return new Date(Math.round(value * 1000)).toISOString();
  return String(Number(value.toPrecision(8)));
}

function differenceOf({ published, oursIs, unit }: Compared): string {
  const difference = oursIs - published;
  if (unit === "UTC") return `${Number(difference.toFixed(3))} s`;
  if (difference === 0) return "0";
  return published === 0 ? difference.toExponential(1) : (difference / Math.abs(published)).toExponential(1);
}

/** A Markdown table as the formatter of this repository leaves it: columns as wide as their widest field. */
function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((name, index) => Math.max(3, name.length, ...rows.map((row) => row[index]?.length ?? 0)));
  const line = (fields: readonly string[]) =>
    `| ${fields.map((field, index) => field.padEnd(widths[index] ?? 0)).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return `${[line(header), rule, ...rows.map(line)].join("\n")}\n`;
}

import { METRIC_NAMES, METRICS, type MetricName, unscaledUnit } from "../cycles/metrics";
import { CYCLES_GUIDE } from "./cycles-guide";
import { type DerivedEntry, exampleText } from "./derived-entry";
import { GROUP_ENTRIES, STEP_ENTRIES } from "./groups-and-steps";
import { LIFE_ENTRIES } from "./life-and-curves";
import { EXAMPLE_CELL, EXAMPLE_ROWS, exampleCycles } from "./worked-example";

/** A metric as the guide to the numbers tells it. */
export type GuideEntry = {
  name: MetricName;
  label: string;
  /** Of answers and exports, which are never scaled; 1 for a ratio. */
  unit: string;
  formula: string;
  /** Where its definition comes from. */
  source: string;
  /** Its values in the two cycles of the worked example; null where there is none. */
  example: (number | null)[];
};

/** Every metric with its definition and its values in the worked example, in its stored unit. */
export function guideEntries(): GuideEntry[] {
  const cycles = exampleCycles();
  return METRIC_NAMES.map((name) => {
    const { label, formula, source } = METRICS[name];
    const example = cycles.map((cycle) => cycle[name]);
    return { name, label, unit: unscaledUnit(METRICS[name]), formula, source, example };
  });
}

/** A unit in a sentence. */
export const unitText = (unit: string): string => (unit === "1" ? "without a unit" : `in ${unit}`);

/** What holds for all of them. */
export const GUIDE_INTRODUCTION = `Charge and energy count inside a step only, from sample to sample; a step's first row counts the time before it where \`stepTime\` proves that.
Positive current charges the cell. Only cycles that are complete, not partial and not excluded enter statistics.`;

const { nominalCapacityAh, activeMassG, electrodeAreaCm2 } = EXAMPLE_CELL;
export const EXAMPLE_INTRODUCTION = `A cell of ${nominalCapacityAh} Ah with ${activeMassG} g of active mass on ${electrodeAreaCm2} cm²: a rest, a charge at 1 A that ends at a constant 4.2 V, and a discharge at 1 A, which is
shorter in the second cycle.`;

/** The guide as Markdown; see docs/numbers.md, which a test compares with it. */
export function numbersGuide(): string {
  const rows = EXAMPLE_ROWS.map(({ testTimeS, cycle, step, voltageV, currentA }) =>
    [testTimeS, cycle, step, voltageV, currentA].join(","),
  );
  const entries = guideEntries().map(
    ({ name, label, unit, formula, source, example }) =>
      `### ${label}\n\n\`${name}\`, ${unitText(unit)}: ${formula}.\n\nSource: ${source}. In the example: ${example.map(exampleText).join(" and ")}.\n`,
  );
  const sections = CYCLES_GUIDE.map(({ title, paragraphs }) => `## ${title}\n\n${paragraphs.join("\n\n")}\n`);
  return `# Guide to the numbers

Every metric of a cycle: its name in the API and in exports, its unit there, its definition and where that comes from, and its values in one small example. This page is
written from the registry that the product itself uses (\`server/domain/cycles/metrics.ts\`); a test computes the example.

${GUIDE_INTRODUCTION}

## The example

${EXAMPLE_INTRODUCTION}

\`\`\`csv
testTime,cycle,step,voltage,current
${rows.join("\n")}
\`\`\`

## Metrics

${entries.join("\n")}
${sections.join("\n")}
${DERIVED_SECTIONS.map(({ title, introduction, entries }) => `## ${title}\n\n${introduction}\n\n${entries.map(derivedText).join("\n")}`).join("\n")}`;
}

function derivedText({ name, label, unit, text, source, example }: DerivedEntry): string {
  const worked = example ? ` Example: ${example()}` : "";
  return `### ${label}\n\n\`${name}\`, ${unit}. ${text}\n\nSource: ${source}.${worked}\n`;
}

/** Where an entry stands on the page of the guide. */
export type GuideAnchor =
  | MetricName
  | (typeof CYCLES_GUIDE)[number]["id"]
  | (typeof GROUP_ENTRIES | typeof STEP_ENTRIES | typeof LIFE_ENTRIES)[number]["name"];

type DerivedSection = { id: string; title: string; introduction: string; entries: readonly DerivedEntry[] };

/** Numbers that no single cycle has. */
export const DERIVED_SECTIONS: readonly DerivedSection[] = [
  {
    id: "groups",
    title: "Groups and outliers",
    introduction: "Of the cells of a group at one cycle: `GET /api/v1/groupings/{id}/cycles` and `…/deviations`.",
    entries: GROUP_ENTRIES,
  },
  {
    id: "steps",
    title: "Steps, pulses and rates",
    introduction: "Of a cell: `GET /api/v1/cells/{name}/steps`, `…/rate-test` and, cycle by cycle, `…/cycles`.",
    entries: STEP_ENTRIES,
  },
  {
    id: "life",
    title: "Life and curves",
    introduction:
      "Of a cell, not of a cycle: `GET /api/v1/cells/{name}/ageing` and `…/curves`, with how they were made in the answer.",
    entries: LIFE_ENTRIES,
  },
];

import type { FieldType } from "./groupings";
import type { GroupingDefinition } from "./input-groupings";

/** A grouping to begin with, and the fields that it looks at. */
export type GroupingTemplate = {
  name: string;
  says: string;
  needs: readonly { name: string; type: FieldType; unit?: string }[];
  definition: GroupingDefinition;
  /** Offered only to labs of which a cell has one of these values. */
  offeredFor?: { field: string; values: readonly string[] };
};

const CATHODE = { name: "cathode", type: "text" } as const;
const C_RATE = { name: "C-rate", type: "number", unit: "1/h" } as const;

/** The first ChargeTracker's lab told its cells apart by four cathodes. */
const ORIGINAL_CATHODES = ["W", "X", "Y", "Z"];

export const GROUPING_TEMPLATES: readonly GroupingTemplate[] = [
  {
    name: "Cathode",
    says: "A group for each value of the field “cathode”",
    needs: [CATHODE],
    definition: { by: [CATHODE.name] },
  },
  {
    name: "Cathode × C-rate",
    says: "A group for each pair of cathode and C-rate",
    needs: [CATHODE, C_RATE],
    definition: { by: [CATHODE.name, C_RATE.name] },
  },
  {
    name: "Cathodes W, X, Y, Z",
    says: "Four named groups, whatever other cathodes there are",
    needs: [CATHODE],
    offeredFor: { field: CATHODE.name, values: ORIGINAL_CATHODES },
    definition: {
      rules: ORIGINAL_CATHODES.map((name) => ({
        name,
        where: [{ field: CATHODE.name, op: "=" as const, value: name }],
      })),
    },
  },
];

/** The templates that fit what is known of a lab's cells. */
export function offeredTemplates(
  cells: readonly { metadata: Readonly<Record<string, unknown>> }[],
): readonly GroupingTemplate[] {
  return GROUPING_TEMPLATES.filter(
    ({ offeredFor: of }) =>
      !of || cells.some(({ metadata }) => of.values.some((value) => metadata[of.field] === value)),
  );
}

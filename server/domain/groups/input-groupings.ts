import { z } from "zod";
import { plainName } from "../cells/input-names";
import { text } from "../cells/input-text";

const RULE_OPERATORS = ["=", "!=", "<", "<=", ">", ">=", "contains", "in"] as const;

/** As many as can be said; how many a grouping may have is a setting (`refuseManyRules`). */
const MAX_RULES = 1_000;
const MAX_CONDITIONS = 20;
/** Of one condition: each is compared with each cell. */
const MAX_VALUES = 500;
const MAX_VALUE_CHARACTERS = 1_000;

const ruleValue = z.union([text(MAX_VALUE_CHARACTERS), z.number()]);
/** A condition on one field. `in` takes a list. A cell without the value matches nothing but `!=`. */
const ruleCondition = z.object({
  field: plainName,
  op: z.enum(RULE_OPERATORS),
  value: z.union([ruleValue, z.array(ruleValue).max(MAX_VALUES)]),
});

const groupRule = z.object({ name: plainName, where: z.array(ruleCondition).min(1).max(MAX_CONDITIONS) });

/** How cells are split: by the values of fields, or by rules of which the first that matches wins. */
export const groupingDefinition = z.union([
  z.object({ by: z.array(plainName).min(1).max(4) }),
  z.object({
    rules: z.array(groupRule).min(1).max(MAX_RULES),
  }),
]);

const storedValue = z.union([z.string(), z.number()]);
/** The same as it may have been stored before there were bounds. */
export const storedCondition = z.object({
  field: z.string(),
  op: z.enum(RULE_OPERATORS),
  value: z.union([storedValue, z.array(storedValue)]),
});
export const storedGrouping = z.union([
  z.object({ by: z.array(z.string()) }),
  z.object({ rules: z.array(z.object({ name: z.string(), where: z.array(storedCondition) })) }),
]);
export type GroupingDefinition = z.infer<typeof storedGrouping>;
export type RuleCondition = z.infer<typeof storedCondition>;

/** Colours of groups are places in a palette, so that both schemes can show them. */
const MAX_PLACE = 27;
const groupStyleEntry = z.object({ key: text(4000).min(1), colour: z.int().min(0).max(MAX_PLACE) });
/** Order and colours of a grouping's groups by their keys; groups that are not named follow. */
export const groupStyles = z.array(groupStyleEntry).max(500);
export type GroupStyleEntry = z.infer<typeof groupStyleEntry>;

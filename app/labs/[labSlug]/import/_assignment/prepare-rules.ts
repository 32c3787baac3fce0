import { type AssignmentRules, valuesOf } from "./assign-file";
import type { HeaderSetting } from "./header-settings";
import type { ImportFile } from "../_sending/import-files";
import { fillName, placeholdersOf } from "./name-pattern";
import { prepareHeader } from "../_files/prepare-header";

/** The check of a name template for all files: its error, or its result. */
export type NameCheck = { error: string | null; result: string | null };

type ReadFile = Pick<ImportFile, "file" | "preview">;
const MAX_NAMED = 8;

/** Whether the placeholders of a name can be filled, and in how many of the files. */
export function checkName(template: string, pattern: string, files: readonly ReadFile[]): NameCheck {
  const wanted = placeholdersOf(template);
  // Before the first file is read its header is unknown.
  if (wanted.length === 0 || files.every(({ preview }) => preview === null)) return { error: null, result: null };
  const known = [
    ...placeholdersOf(pattern),
    ...prepareHeader(files.map(({ preview }) => preview)).map(({ key }) => key),
  ];
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length > 0) return { error: `${unknownText(unknown)} ${knownText(known)}`, result: null };
  const filled = files.filter(({ file, preview }) => {
    return fillName(template, valuesOf({ name: file.name, header: headerOf(preview) }, pattern)) !== null;
  });
  const rest = files.length - filled.length;
  const whole = `Found in ${filled.length} of ${files.length} files.`;
  return { error: null, result: rest === 0 ? whole : `${whole} The others go by the pattern, or by their own names.` };
}

/** The header of a file; empty for one that was not read. */
export function headerOf(preview: ImportFile["preview"]): Readonly<Record<string, string>> {
  return preview?.kind === "readable" ? preview.summary.header : {};
}

const braced = (name: string) => `{${name}}`;

function unknownText(unknown: readonly string[]): string {
  return `Neither the pattern nor the head of a file has ${unknown.map(braced).join(" or ")}.`;
}

function knownText(known: readonly string[]): string {
  if (known.length === 0) return "They have no names at all.";
  const more = known.length - MAX_NAMED;
  return `They have ${known.slice(0, MAX_NAMED).map(braced).join(", ")}${more > 0 ? ` and ${more} more` : ""}.`;
}

/** What a header value becomes: the cell, the test, a metadata field, a setting of the cell, or nothing. */
export type HeaderTarget = "cell" | "test" | { field: string } | { setting: HeaderSetting } | null;

/** Whether the name of a value can stand in braces. */
export const canBePlaceholder = (key: string) => !/[{}]/.test(key);

export function targetOf(rules: AssignmentRules, key: string): HeaderTarget {
  if (placeholdersOf(rules.cell).includes(key)) return "cell";
  if (placeholdersOf(rules.test).includes(key)) return "test";
  const { fields, settings } = rules;
  const setting = settings[key];
  if (setting !== undefined) return { setting };
  const field = fields[key];
  return field === undefined ? null : { field };
}

/** The rules after a header value was given one target, and no other. */
export function withTarget(rules: AssignmentRules, key: string, target: HeaderTarget): AssignmentRules {
  const { [key]: _, ...fields } = rules.fields;
  const without = (template: string) => (placeholdersOf(template).includes(key) ? "" : template);
  const { [key]: _setting, ...settings } = rules.settings;
  const others = { ...rules, fields, settings, cell: without(rules.cell), test: without(rules.test) };
  if (target === null) return others;
  if (typeof target === "string") return { ...others, [target]: braced(key) };
  if ("setting" in target) return { ...others, settings: { ...settings, [key]: target.setting } };
  return { ...others, fields: { ...fields, [key]: target.field } };
}

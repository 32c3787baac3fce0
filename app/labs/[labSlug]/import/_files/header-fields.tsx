"use client";

import { NativeSelect } from "@mantine/core";
import type { AssignmentRules } from "../_assignment/assign-file";
import type { Assigned } from "../_assignment/assigned";
import classes from "../import-page.module.css";
import { prepareHeader } from "./prepare-header";
import { HEADER_SETTINGS, settingLabel, settingOf } from "../_assignment/header-settings";
import { canBePlaceholder, type HeaderTarget, targetOf, withTarget } from "../_assignment/prepare-rules";

type HeaderFieldsProps = {
  assigned: readonly Assigned[];
  fields: readonly string[];
  rules: AssignmentRules;
  onRules: (rules: AssignmentRules) => void;
};

/** The header values of the files, and what each of them becomes. */
export function HeaderFields({ assigned, fields, rules, onRules }: HeaderFieldsProps) {
  const entries = prepareHeader(assigned.map(({ file }) => file.preview));
  if (entries.length === 0) return null;
  const taken = entries.filter(({ key }) => targetOf(rules, key) !== null).length;
  return (
    <details className={classes.details}>
      <summary>From the file headers ({taken === 0 ? `${entries.length} values found` : `${taken} imported`})</summary>
      <ul className={classes.header}>
        {entries.map(({ key, example, files }) => (
          <li key={key}>
            <span className={classes.headerName} title={`${key}: ${example}`}>
              <bdi>{key}</bdi>
              <span className={classes.dim}>
                <bdi>{example}</bdi>
                {files > 1 && ` · in ${files} files`}
              </span>
            </span>
            <NativeSelect
              aria-label={`${key} becomes`}
              size="xs"
              value={toValue(targetOf(rules, key))}
              data={[
                { value: "", label: "Not imported" },
                ...settingOptions(key, example),
                ...(canBePlaceholder(key) ? NAMES : []),
                ...fieldNames(key, fields).map((name) => ({ value: `field:${name}`, label: `Metadata: ${name}` })),
              ]}
              onChange={({ currentTarget }) => onRules(withTarget(rules, key, toTarget(currentTarget.value)))}
            />
          </li>
        ))}
      </ul>
    </details>
  );
}

const NAMES = [
  { value: "cell", label: "Cell" },
  { value: "test", label: "Test" },
];
const fieldNames = (key: string, fields: readonly string[]) => (fields.includes(key) ? fields : [...fields, key]);

/** What the value can be of the cell itself, as it is understood. */
function settingOptions(key: string, example: string) {
  return HEADER_SETTINGS.flatMap((setting) => {
    const value = settingOf(setting, key, example);
    return value === null ? [] : [{ value: `setting:${setting}`, label: settingLabel(setting, value) }];
  });
}

function toTarget(value: string): HeaderTarget {
  const setting = HEADER_SETTINGS.find((name) => value === `setting:${name}`);
  if (setting) return { setting };
  if (value === "cell" || value === "test") return value;
  return value.startsWith("field:") ? { field: value.slice("field:".length) } : null;
}

function toValue(target: HeaderTarget): string {
  if (target === null) return "";
  if (typeof target === "string") return target;
  return "setting" in target ? `setting:${target.setting}` : `field:${target.field}`;
}

"use client";

import { NativeSelect } from "@mantine/core";
import type { AssignmentRules, HeaderTarget } from "./assign-file";
import type { Assigned } from "./assignment-fields";
import classes from "./import-page.module.css";
import { prepareHeader } from "./prepare-header";

type HeaderFieldsProps = {
  assigned: readonly Assigned[];
  fields: readonly string[];
  rules: AssignmentRules;
  onRules: (rules: AssignmentRules) => void;
};

/** What the files say of themselves above their columns, and what becomes of it. */
export function HeaderFields({ assigned, fields, rules, onRules }: HeaderFieldsProps) {
  const entries = prepareHeader(assigned.map(({ file }) => file.preview));
  if (entries.length === 0) return null;
  const taken = entries.filter(({ key }) => rules.header[key] !== undefined).length;
  const choose = (key: string, value: string) => {
    const { [key]: _, ...others } = rules.header;
    const target = toTarget(value);
    onRules({ ...rules, header: target ? { ...others, [key]: target } : others });
  };
  return (
    <details className={classes.details}>
      <summary>
        From the head of the files ({taken === 0 ? `${entries.length} values found` : `${taken} taken along`})
      </summary>
      <ul className={classes.header}>
        {entries.map(({ key, example, files }) => (
          <li key={key}>
            <span className={classes.headerName}>
              <bdi>{key}</bdi>
              <span className={classes.dim}>
                <bdi>{example}</bdi>
                {files > 1 && ` · in ${files} files`}
              </span>
            </span>
            <NativeSelect
              aria-label={`${key} becomes`}
              size="xs"
              value={toValue(rules.header[key])}
              data={[
                { value: "", label: "Not taken along" },
                { value: "cell", label: "Cell" },
                { value: "test", label: "Test" },
                ...fieldNames(key, fields).map((name) => ({ value: `field:${name}`, label: `Metadata: ${name}` })),
              ]}
              onChange={({ currentTarget }) => choose(key, currentTarget.value)}
            />
          </li>
        ))}
      </ul>
    </details>
  );
}

const fieldNames = (key: string, fields: readonly string[]) => (fields.includes(key) ? fields : [...fields, key]);

function toTarget(value: string): HeaderTarget | null {
  if (value === "cell" || value === "test") return { kind: value };
  return value.startsWith("field:") ? { kind: "field", name: value.slice("field:".length) } : null;
}

function toValue(target: HeaderTarget | undefined): string {
  if (!target) return "";
  return target.kind === "field" ? `field:${target.name}` : target.kind;
}

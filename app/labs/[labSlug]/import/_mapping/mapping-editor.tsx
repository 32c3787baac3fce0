"use client";

import { Button, Checkbox, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/app/_trpc/trpc";
import type { ColumnMapping, ImportField, TableStart } from "@/server/importers/cycler-file";
import classes from "../_files/file-card.module.css";
import { FIELD_CHOICES, unitsOf } from "./field-words";
import type { FileSettings, ImportFile } from "../_sending/import-files";
import { fitsTable, mappingOf, withColumn, withFlag } from "./prepare-mapping";
import { SaveMapping } from "./save-mapping";

type MappingEditorProps = {
  labSlug: string;
  file: ImportFile;
  table: TableStart;
  onSet: (settings: Partial<FileSettings>) => void;
};

/** Edits the column mapping: applied to the preview at once, and saved for the lab under a name. */
export function MappingEditor({ labSlug, file, table, onSet }: MappingEditorProps) {
  const isNeeded = file.preview?.kind === "unreadable" || file.settings.mapping !== null;
  return (
    <details className={classes.details} open={isNeeded && table.headings.length > 1}>
      <summary>Name the columns by hand</summary>
      <div className={classes.mapping}>
        <SavedChoice labSlug={labSlug} file={file} table={table} onSet={onSet} />
        <ColumnTable file={file} table={table} onSet={onSet} />
        <Flags file={file} onSet={onSet} />
        {file.settings.mapping && (
          <div className={classes.row}>
            <SaveMapping labSlug={labSlug} mapping={file.settings.mapping} />
            <Button variant="default" onClick={() => onSet({ mapping: null })}>
              Forget these names
            </Button>
          </div>
        )}
      </div>
    </details>
  );
}

function SavedChoice({ labSlug, file, table, onSet }: MappingEditorProps) {
  const trpc = useTRPC();
  const saved = useQuery(trpc.imports.mappings.list.queryOptions({ labSlug }));
  const fitting = saved.data?.mappings.filter(({ mapping }) => fitsTable(mapping, table.headings)) ?? [];
  if (fitting.length === 0) return null;
  const chosen = fitting.find(({ mapping }) => JSON.stringify(mapping) === JSON.stringify(file.settings.mapping));
  return (
    <NativeSelect
      label="As saved before"
      maw={320}
      value={chosen?.name ?? ""}
      data={[{ value: "", label: "Choose a saved mapping" }, ...fitting.map(({ name }) => name)]}
      onChange={({ currentTarget }) => {
        const wanted = fitting.find(({ name }) => name === currentTarget.value);
        if (wanted) onSet({ mapping: wanted.mapping });
      }}
    />
  );
}

type ColumnTableProps = Omit<MappingEditorProps, "labSlug">;

function ColumnTable({ file, table, onSet }: ColumnTableProps) {
  const mapping = mappingOf(file);
  const change = (heading: string, field: ImportField | null, unit: string | null) =>
    onSet({ mapping: withColumn(mapping, heading, field, unit) });
  return (
    <table className={classes.columns}>
      <thead>
        <tr>
          <th scope="col">Column</th>
          <th scope="col" className={classes.example}>
            First value
          </th>
          <th scope="col">Is</th>
          <th scope="col">In</th>
        </tr>
      </thead>
      <tbody>
        {table.headings.map((heading, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: files name columns alike
          <tr key={index}>
            <td>
              <bdi>{heading}</bdi>
            </td>
            <td className={classes.example}>{table.firstRows[0]?.[index] ?? ""}</td>
            <ColumnChoice heading={heading} meant={mapping.columns[heading] ?? null} onChange={change} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type ColumnChoiceProps = {
  heading: string;
  meant: ColumnMapping["columns"][string] | null;
  onChange: (heading: string, field: ImportField | null, unit: string | null) => void;
};

function ColumnChoice({ heading, meant, onChange }: ColumnChoiceProps) {
  const units = meant ? unitsOf(meant.field) : [];
  const unit = meant?.unit ?? units[0] ?? "";
  const choose = (value: string) => {
    const field = FIELD_CHOICES.find((choice) => choice.value === value)?.value ?? null;
    onChange(heading, field, field === null ? null : (unitsOf(field)[0] ?? null));
  };
  return (
    <>
      <td>
        <NativeSelect
          size="xs"
          aria-label={`${heading} is`}
          value={meant?.field ?? ""}
          data={[{ value: "", label: "Not read" }, ...FIELD_CHOICES]}
          onChange={({ currentTarget }) => choose(currentTarget.value)}
        />
      </td>
      <td>
        {meant && units.length > 0 && (
          <NativeSelect
            size="xs"
            aria-label={`${heading} is in`}
            value={unit}
            data={units.includes(unit) ? [...units] : [unit, ...units]}
            onChange={({ currentTarget }) => onChange(heading, meant.field, currentTarget.value)}
          />
        )}
      </td>
    </>
  );
}

const FLAGS = [
  { name: "dischargeIsPositive", label: "Current is positive on discharge" },
  { name: "decimalComma", label: "Decimal comma" },
  { name: "dayFirst", label: "Dates begin with the day" },
] as const;

function Flags({ file, onSet }: Pick<MappingEditorProps, "file" | "onSet">) {
  const mapping = mappingOf(file);
  return (
    <div className={classes.row}>
      {FLAGS.map(({ name, label }) => (
        <Checkbox
          key={name}
          label={label}
          checked={mapping[name] === true}
          onChange={({ currentTarget }) => onSet({ mapping: withFlag(mapping, name, currentTarget.checked) })}
        />
      ))}
    </div>
  );
}

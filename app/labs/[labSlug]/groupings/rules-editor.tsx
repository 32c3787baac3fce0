"use client";

import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useEffect, useId, useRef } from "react";
import { endUndo, offerUndo } from "@/app/_components/undo/undo-offers";
import type { SheetCell, SheetField } from "@/server/domain/cells/cell-sheet";
import { type ConditionDraft, moveItem, OPERATOR_WORDS, OPERATORS, type RuleDraft } from "./grouping-draft";
import classes from "./groupings-page.module.css";
import { MoveButtons } from "./move-buttons";

type RulesEditorProps = {
  rules: readonly RuleDraft[];
  fields: readonly SheetField[];
  cells: readonly SheetCell[];
  onChange: (rules: readonly RuleDraft[]) => void;
};

const newCondition = (field: string): ConditionDraft => ({ id: crypto.randomUUID(), field, op: "=", value: "" });

/** Named rules in order: a cell belongs to the first rule it matches. */
export function RulesEditor({ rules, fields, cells, onChange }: RulesEditorProps) {
  const [first] = fields;
  const add = () =>
    onChange([...rules, { id: crypto.randomUUID(), name: "", where: [newCondition(first?.name ?? "")] }]);
  const remove = useRemoval(rules, onChange);
  return (
    <div className={classes.rules}>
      {rules.map((rule, index) => (
        <div key={rule.id} className={classes.rule}>
          <div className={classes.line}>
            <TextInput
              className={classes.grow}
              aria-label={`Name of rule ${index + 1}`}
              placeholder="Name of the group"
              value={rule.name}
              onChange={({ currentTarget: { value } }) =>
                onChange(rules.map((one) => (one === rule ? { ...rule, name: value } : one)))
              }
            />
            <MoveButtons
              name={rule.name || `rule ${index + 1}`}
              index={index}
              count={rules.length}
              onMove={(to) => onChange(moveItem(rules, index, to))}
              onRemove={() => remove(rule, index)}
            />
          </div>
          {rule.where.map((condition, at) => (
            <ConditionLine
              key={condition.id}
              condition={condition}
              isFirst={at === 0}
              fields={fields}
              cells={cells}
              onChange={(changed) => {
                const where = rule.where.flatMap((one) => (one === condition ? (changed ?? []) : one));
                onChange(rules.map((one) => (one === rule ? { ...rule, where } : one)));
              }}
            />
          ))}
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => {
              const where = [...rule.where, newCondition(first?.name ?? "")];
              onChange(rules.map((one) => (one === rule ? { ...rule, where } : one)));
            }}
          >
            And…
          </Button>
        </div>
      ))}
      <Button variant="subtle" size="compact-sm" onClick={add}>
        Add a rule
      </Button>
    </div>
  );
}

/** A rule goes from the draft, and may come back to its place while the draft is open. */
function useRemoval(rules: readonly RuleDraft[], onChange: RulesEditorProps["onChange"]) {
  const latest = useRef({ rules, onChange });
  const offered = useRef<number | null>(null);
  useEffect(() => {
    latest.current = { rules, onChange };
  }, [rules, onChange]);
  useEffect(
    () => () => {
      if (offered.current !== null) endUndo(offered.current);
    },
    [],
  );
  return (rule: RuleDraft, index: number) => {
    onChange(rules.filter((one) => one !== rule));
    const name = rule.name === "" ? `Rule ${index + 1}` : `The rule “${rule.name}”`;
    offered.current = offerUndo({
      text: `${name} is removed.`,
      undo: async () => latest.current.onChange(latest.current.rules.toSpliced(index, 0, rule)),
      undone: `${name} is back.`,
    });
  };
}

type ConditionLineProps = {
  condition: ConditionDraft;
  isFirst: boolean;
  fields: readonly SheetField[];
  cells: readonly SheetCell[];
  /** null removes it. */
  onChange: (condition: ConditionDraft | null) => void;
};

const MAX_SUGGESTIONS = 50;

function ConditionLine({ condition, isFirst, fields, cells, onChange }: ConditionLineProps) {
  const listId = useId();
  const { field, op, value } = condition;
  const names = fields.map(({ name }) => name);
  const values = new Set(cells.flatMap(({ metadata }) => metadata[field] ?? []).map(String));
  return (
    <div className={classes.condition}>
      <NativeSelect
        aria-label="Field"
        value={field}
        data={[...(names.includes(field) ? [] : [{ value: field, label: field || "Choose a field" }]), ...names]}
        onChange={({ currentTarget }) => onChange({ ...condition, field: currentTarget.value })}
      />
      <NativeSelect
        aria-label="Comparison"
        value={op}
        data={OPERATORS.map((one) => ({ value: one, label: OPERATOR_WORDS[one] }))}
        onChange={({ currentTarget }) =>
          onChange({ ...condition, op: OPERATORS.find((one) => one === currentTarget.value) ?? "=" })
        }
      />
      <TextInput
        className={classes.value}
        aria-label="Value"
        list={listId}
        placeholder={op === "in" ? "A, B, C" : ""}
        value={value}
        onChange={({ currentTarget }) => onChange({ ...condition, value: currentTarget.value })}
      />
      <datalist id={listId}>
        {[...values].slice(0, MAX_SUGGESTIONS).map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      {!isFirst && (
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          aria-label="Remove the condition"
          onClick={() => onChange(null)}
        >
          ×
        </Button>
      )}
    </div>
  );
}

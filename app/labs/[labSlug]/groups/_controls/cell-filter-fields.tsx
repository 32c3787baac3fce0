"use client";

import { Button, Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { GuideLink } from "@/app/_components/guide-hint";
import { AnswerState, Placeholder } from "@/app/_components/answer-state";
import { useTRPC } from "@/app/_trpc/trpc";
import { CELL_COLUMN } from "@/server/domain/cells/cells-passing";
import {
  FILTER_OPERATORS,
  type FilterOperator,
  withCondition,
  writeComparison,
} from "@/server/domain/cells/filter-text";
import classes from "./cell-filter-fields.module.css";
import type { ControlsProps } from "./controls";
import {
  columnOptions,
  isChosen,
  operatorOptions,
  problemOf,
  toggled,
  valueOptions,
  withWhere,
} from "./prepare-cell-filter";

/** Which cells are in the groups: a condition from what there is, or a filter as it is typed. */
export function CellFilterFields(props: ControlsProps) {
  const { state, filterFields, onChange } = props;
  const where = state.where ?? "";
  const put = (next: string) => onChange(withWhere(next === "" ? null : next));
  return (
    <>
      <ConditionFields {...props} onAdd={(condition) => put(withCondition(where, condition))} />
      <TypedFilter key={where} where={where} problemOf={(text) => problemOf(text, filterFields)} onPut={put} />
    </>
  );
}

/** How a column is compared, and with what. */
type Draft = { column: string; operator: FilterOperator; chosen: readonly string[]; typed: string };

function ConditionFields(props: ControlsProps & { onAdd: (condition: string) => void }) {
  const { labSlug, filterFields, onAdd } = props;
  const first = filterFields[0]?.name ?? CELL_COLUMN;
  const [given, setGiven] = useState<Partial<Draft>>({});
  const draft: Draft = { ...NO_VALUES, column: first, operator: "=", ...given };
  const { column, operator, chosen, typed } = draft;
  const values = isChosen(operator) ? chosen : [typed.trim()].filter((value) => value !== "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (values.length === 0) return;
    onAdd(writeComparison(column, operator, values));
    setGiven({ ...draft, ...NO_VALUES });
  };
  return (
    <form className={classes.condition} onSubmit={submit}>
      <div className={classes.comparison}>
        <NativeSelect
          label="Cells whose"
          value={column}
          data={columnOptions(filterFields)}
          onChange={({ currentTarget }) => setGiven({ column: currentTarget.value })}
        />
        <NativeSelect
          aria-label="Comparison"
          value={operator}
          data={operatorOptions(column, filterFields)}
          onChange={({ currentTarget: { value } }) =>
            setGiven({ ...draft, operator: FILTER_OPERATORS.find((one) => one === value) ?? "=" })
          }
        />
      </div>
      {isChosen(operator) ? (
        <ValueBoxes
          key={column}
          labSlug={labSlug}
          column={column}
          chosen={chosen}
          onChoose={(next) => setGiven({ ...draft, chosen: next })}
        />
      ) : (
        <TextInput
          aria-label="Value"
          value={typed}
          onChange={({ currentTarget }) => setGiven({ ...draft, typed: currentTarget.value })}
        />
      )}
      <Button type="submit" variant="default" size="compact-sm" disabled={values.length === 0}>
        Add to the filter
      </Button>
    </form>
  );
}

const NO_VALUES = { chosen: [], typed: "" } as const satisfies Partial<Draft>;

/** More boxes than these are looked through by typing. */
const FEW = 8;

type ValueBoxesProps = {
  labSlug: string;
  column: string;
  chosen: readonly string[];
  onChoose: (values: readonly string[]) => void;
};

/** The values that the lab's cells have, each with how many have it. */
function ValueBoxes({ labSlug, column, chosen, onChoose }: ValueBoxesProps) {
  const trpc = useTRPC();
  const query = useQuery(trpc.groupings.values.queryOptions({ labSlug, field: column }, { staleTime: 0 }));
  const [sought, setSought] = useState("");
  if (!query.data) return <AnswerState query={query} skeleton={<Placeholder className={classes.waiting} />} />;
  const { values, more } = query.data;
  return (
    <>
      {values.length > FEW && (
        <TextInput
          size="xs"
          aria-label="Find a value"
          placeholder="Find a value"
          value={sought}
          onChange={({ currentTarget }) => setSought(currentTarget.value)}
        />
      )}
      <fieldset className={classes.values} aria-label={`Values of ${column}`}>
        {valueOptions(query.data, sought).map(({ value, label }) => (
          <Checkbox
            key={value}
            size="xs"
            label={<bdi>{label}</bdi>}
            checked={chosen.includes(value)}
            onChange={() => onChoose(toggled(chosen, value))}
          />
        ))}
      </fieldset>
      {more > 0 && <p className={classes.aside}>{more} rarer values are not listed; type those below.</p>}
    </>
  );
}

type TypedFilterProps = { where: string; problemOf: (text: string) => string | null; onPut: (where: string) => void };

/** The whole filter, in the language of the tables' filters. */
function TypedFilter({ where, problemOf: findProblem, onPut }: TypedFilterProps) {
  const [text, setText] = useState(where);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const next = text.trim();
    const found = next === "" ? null : findProblem(next);
    setProblem(found);
    if (found === null) onPut(next);
  };
  return (
    <form className={classes.typed} onSubmit={submit}>
      <TextInput
        label="Or typed"
        description={<GuideLink to="filters">How a filter is written</GuideLink>}
        placeholder="cathode = NMC811 | LFP and not rate > 1"
        title="Words, or comparisons of fields joined by and, or, not"
        value={text}
        error={problem}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      <Button type="submit" variant="default" size="compact-sm" disabled={text.trim() === where}>
        Apply
      </Button>
    </form>
  );
}

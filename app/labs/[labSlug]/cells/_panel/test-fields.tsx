"use client";

import { TextInput } from "@mantine/core";
import type { SheetCell } from "@/server/domain/cells/cell-sheet";
import classes from "./cell-panel.module.css";

/** A test's settings while they are typed. */
export type TestDraft = { name: string; offset: string; endedAt: string };

export function testDrafts({ tests }: SheetCell): TestDraft[] {
  return tests.map(({ name, cycleOffset, endedAtMs }) => ({
    name,
    offset: String(cycleOffset),
    endedAt: endedAtMs === null ? "" : new Date(endedAtMs).toISOString(),
  }));
}

export type TestChanges = Record<string, { cycleOffset?: number; endedAt?: string | null }>;

const ISO_WITH_OFFSET = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d([.,]\d+)?)?(Z|[+-]\d\d(:?\d\d)?)$/i;
const isOffset = (text: string) => /^[-+]?\d{1,9}$/.test(text.trim());
const isEnd = (text: string) => text.trim() === "" || ISO_WITH_OFFSET.test(text.trim());

/** What differs from the cell's tests; null where something cannot be read. */
export function testChanges(cell: SheetCell, drafts: readonly TestDraft[]): TestChanges | null {
  if (drafts.some(({ offset, endedAt }) => !isOffset(offset) || !isEnd(endedAt))) return null;
  const before = new Map(testDrafts(cell).map((draft) => [draft.name, draft]));
  const changes: TestChanges = {};
  for (const draft of drafts) {
    const change = changeOf(draft, before.get(draft.name));
    if (Object.keys(change).length > 0) changes[draft.name] = change;
  }
  return changes;
}

/** The changes that undo others, of the tests as they were before. */
export function testsBack({ tests }: SheetCell, changes: TestChanges): TestChanges {
  const changed = tests.filter(({ name }) => name in changes);
  const back = changed.map(({ name, cycleOffset, endedAtMs }) => {
    const endedAt = endedAtMs === null ? null : new Date(endedAtMs).toISOString();
    const { [name]: change = {} } = changes;
    return [
      name,
      { ...("cycleOffset" in change ? { cycleOffset } : {}), ...("endedAt" in change ? { endedAt } : {}) },
    ] as const;
  });
  return Object.fromEntries(back);
}

function changeOf({ offset, endedAt }: TestDraft, known: TestDraft | undefined): TestChanges[string] {
  return {
    ...(offset === known?.offset ? {} : { cycleOffset: Number(offset) }),
    ...(endedAt === known?.endedAt ? {} : { endedAt: endedAt.trim() || null }),
  };
}

type TestFieldsProps = {
  tests: readonly TestDraft[];
  isDisabled: boolean;
  onChange: (tests: readonly TestDraft[]) => void;
};

export function TestFields({ tests, isDisabled, onChange }: TestFieldsProps) {
  if (tests.length === 0) return null;
  const change = (name: string, part: Partial<TestDraft>) =>
    onChange(tests.map((test) => (test.name === name ? { ...test, ...part } : test)));
  return (
    <fieldset className={classes.tests}>
      <legend>Tests</legend>
      {tests.map(({ name, offset, endedAt }) => (
        <div key={name} className={classes.test}>
          <p className={classes.testName}>{nameOfTest(name)}</p>
          <TextInput
            label="Cycle offset"
            aria-label={`Cycle offset of ${nameOfTest(name)}`}
            inputMode="numeric"
            value={offset}
            disabled={isDisabled}
            error={isOffset(offset) ? null : "expected a whole number"}
            onChange={({ currentTarget }) => change(name, { offset: currentTarget.value })}
          />
          <TextInput
            label="Ended at"
            aria-label={`End of ${nameOfTest(name)}`}
            placeholder="running"
            value={endedAt}
            disabled={isDisabled}
            error={isEnd(endedAt) ? null : "expected 2026-01-31T12:00:00Z"}
            onChange={({ currentTarget }) => change(name, { endedAt: currentTarget.value })}
          />
        </div>
      ))}
    </fieldset>
  );
}

/** The usual test of a cell has no name. */
export const nameOfTest = (name: string) => (name === "" ? "the usual test" : name);

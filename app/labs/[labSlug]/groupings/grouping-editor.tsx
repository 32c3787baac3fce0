"use client";

import { Button, Checkbox, SegmentedControl, TextInput } from "@mantine/core";
import { useMemo, useState } from "react";
import { useAskBeforeLeaving } from "@/app/_components/browser/ask-before-leaving";
import { failureOf, useTRPCClient } from "@/app/_trpc/trpc";
import type { SheetCell, SheetField } from "@/server/domain/cells/cell-sheet";
import type { GroupingDefinition } from "@/server/domain/groups/input-groupings";
import { FieldsEditor } from "./fields-editor";
import { type GroupingDraft, isChanged, previewOf, toDefinition } from "./grouping-draft";
import { GroupingPreview } from "./grouping-preview";
import classes from "./groupings-page.module.css";
import { RemoveGrouping } from "./remove-grouping";
import { RulesEditor } from "./rules-editor";

type GroupingEditorProps = {
  labSlug: string;
  initial: GroupingDraft;
  fields: readonly SheetField[];
  cells: readonly SheetCell[];
  mayEdit: boolean;
  /** With the id of the saved grouping; null when it was removed. */
  onDone: (id: number | null) => Promise<unknown>;
  onCancel: () => void;
};

const KINDS = [
  { value: "by", label: "By fields" },
  { value: "rules", label: "By rules" },
];

/** One grouping, and next to it which cells fall into which group. */
export function GroupingEditor({ labSlug, initial, fields, cells, mayEdit, onDone, onCancel }: GroupingEditorProps) {
  const [draft, setDraft] = useState(initial);
  const [clean, setClean] = useState(initial);
  useAskBeforeLeaving(isChanged(draft, clean) ? LEAVING : null);
  const change = (part: Partial<GroupingDraft>) => setDraft((before) => ({ ...before, ...part }));
  const result = useMemo(() => toDefinition(draft, fields), [draft, fields]);
  const preview = useMemo(
    () => ("definition" in result ? previewOf(result.definition, draft.styles, cells) : null),
    [result, draft.styles, cells],
  );
  const problem = problemOf(draft, result);
  const { isSaving, failure, save } = useSave(labSlug, onDone);
  return (
    <div className={classes.editor}>
      <fieldset className={classes.form} disabled={!mayEdit}>
        <legend className={classes.hidden}>{draft.id === null ? "New grouping" : draft.name}</legend>
        {!mayEdit && <p className={classes.hint}>Admins and owners change groupings.</p>}
        <TextInput
          label="Name"
          value={draft.name}
          onChange={({ currentTarget }) => change({ name: currentTarget.value })}
        />
        <SegmentedControl
          aria-label="How cells are split"
          data={KINDS}
          value={draft.kind}
          disabled={!mayEdit}
          onChange={(kind) => change({ kind: kind === "by" ? "by" : "rules", styles: [] })}
        />
        {draft.kind === "by" ? (
          <FieldsEditor by={draft.by} fields={fields} onChange={(by) => change({ by, styles: [] })} />
        ) : (
          <RulesEditor rules={draft.rules} fields={fields} cells={cells} onChange={(rules) => change({ rules })} />
        )}
        <Checkbox
          label="Shown first when the page of groups is opened"
          checked={draft.isDefault}
          onChange={({ currentTarget }) => change({ isDefault: currentTarget.checked })}
        />
        {mayEdit && (
          <div className={classes.buttons}>
            {problem && <p className={classes.hint}>{problem}</p>}
            {draft.id === null && (
              <Button variant="default" onClick={onCancel}>
                Cancel
              </Button>
            )}
            <Button
              loading={isSaving}
              disabled={problem !== null}
              onClick={() =>
                "definition" in result &&
                void save(draft, result.definition).then((isSaved) => isSaved && setClean(draft))
              }
            >
              Save grouping
            </Button>
          </div>
        )}
        <p role="alert" className={classes.failure}>
          {failure}
        </p>
        {mayEdit && draft.id !== null && (
          <RemoveGrouping labSlug={labSlug} groupingId={draft.id} name={initial.name} onDone={() => onDone(null)} />
        )}
      </fieldset>
      <div>
        <GroupingPreview
          preview={preview}
          mayEdit={mayEdit}
          isArranged={draft.styles.length > 0}
          onStyles={(styles) => change({ styles })}
        />
        <ArchiveLink labSlug={labSlug} groupingId={draft.id} />
      </div>
    </div>
  );
}

/** @param groupingId null while it is not saved */
function ArchiveLink({ labSlug, groupingId }: { labSlug: string; groupingId: number | null }) {
  if (groupingId === null) return null;
  return (
    <p className={classes.hint}>
      <a href={`/api/labs/${labSlug}/groupings/${groupingId}/export`} download>
        Download its cells as ZIP
      </a>
      : of the groups as saved, the samples of each test as BDF and the cycles of each group as CSV.
    </p>
  );
}

const LEAVING = "What was changed of this grouping is not saved. Leave without it?";

/** The first thing that is missing. */
function problemOf({ name }: GroupingDraft, result: ReturnType<typeof toDefinition>): string | null {
  if (name.trim() === "") return "Give it a name.";
  return "problem" in result ? result.problem : null;
}

/** A grouping is created by its definition; its order, colours and place come second. */
function useSave(labSlug: string, onDone: GroupingEditorProps["onDone"]) {
  const client = useTRPCClient();
  const [state, setState] = useState<{ isSaving: boolean; failure: string | null }>({ isSaving: false, failure: null });
  /** @returns whether it was saved */
  const save = async ({ id, name, isDefault, styles }: GroupingDraft, definition: GroupingDefinition) => {
    setState({ isSaving: true, failure: null });
    try {
      const changed = id === null ? {} : { name, definition };
      const groupingId = id ?? (await client.groupings.create.mutate({ labSlug, given: { name, ...definition } })).id;
      const given = { groupingId, styles: [...styles], isDefault, ...changed };
      await client.groupings.update.mutate({ labSlug, given });
      await onDone(groupingId);
      setState({ isSaving: false, failure: null });
      return true;
    } catch (error) {
      setState({ isSaving: false, failure: failureOf(error).message });
      return false;
    }
  };
  return { ...state, save };
}

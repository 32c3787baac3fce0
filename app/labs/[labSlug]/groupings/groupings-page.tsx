"use client";

import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { Link } from "@/app/_components/link";
import { useSearchParams } from "next/navigation";
import { useMemo, useState } from "react";
import { mayLeave } from "@/app/_components/browser/ask-before-leaving";
import { FailedNotice, TableSkeleton } from "@/app/_components/answer-state";
import { failureOf, useTRPC, useTRPCClient } from "@/app/_trpc/trpc";
import type { AppRouter } from "@/server/api/trpc/root";
import type { CellSheet } from "@/server/domain/cells/cell-sheet";
import { type GroupingTemplate, offeredTemplates } from "@/server/domain/groups/grouping-templates";
import { may, type Role } from "@/server/domain/labs/permissions";
import { type GroupingDraft, toDraft } from "./grouping-draft";
import { GroupingEditor } from "./grouping-editor";
import { GroupingList } from "./grouping-list";
import classes from "./groupings-page.module.css";

type Grouping = inferRouterOutputs<AppRouter>["groupings"]["list"]["groupings"][number];

/** The lab's groupings: a list, and one of them to view and edit. */
export function GroupingsPage({ labSlug, role }: { labSlug: string; role: Role }) {
  const trpc = useTRPC();
  const groupings = useQuery(trpc.groupings.list.queryOptions({ labSlug }));
  const sheet = useQuery(trpc.cells.sheet.queryOptions({ labSlug }));
  const reread = () => Promise.all([groupings.refetch(), sheet.refetch()]);
  const failed = groupings.error ?? sheet.error;
  if (failed) return <FailedNotice failure={failureOf(failed)} onRetry={() => void reread()} />;
  if (!groupings.data || !sheet.data) return <TableSkeleton rows={8} />;
  return (
    <LoadedPage
      labSlug={labSlug}
      mayEdit={may(role, "editGroupings")}
      groupings={groupings.data.groupings}
      sheet={sheet.data}
      onReread={reread}
    />
  );
}

type LoadedPageProps = {
  labSlug: string;
  mayEdit: boolean;
  groupings: readonly Grouping[];
  sheet: CellSheet;
  onReread: () => Promise<unknown>;
};

function LoadedPage({ labSlug, mayEdit, groupings, sheet, onReread }: LoadedPageProps) {
  const requested = Number(useSearchParams().get("grouping"));
  const [created, setCreated] = useState<GroupingDraft | null>(null);
  const { failure, begin } = useTemplates({ labSlug, sheet, onReread, onBegun: setCreated });
  const saved = shownGrouping(groupings, requested);
  const templates = useMemo(() => offeredTemplates(sheet.cells), [sheet.cells]);
  const initial = created ?? (saved && toDraft(saved));
  const [savedId, setSavedId] = useState<number | null>(null);
  const show = (id: number | null) => {
    setCreated(null);
    window.history.replaceState(null, "", id === null ? window.location.pathname : `?grouping=${id}`);
  };
  const open = (id: number | null) => {
    if (!mayLeave()) return;
    setSavedId(null);
    show(id);
  };
  const done = async (id: number | null) => {
    await onReread();
    setSavedId(id);
    show(id);
  };
  return (
    <div className={classes.page}>
      <h1 className={classes.title}>Groupings</h1>
      <GroupingList
        groupings={groupings}
        shownId={initial?.id ?? null}
        templates={templates}
        mayEdit={mayEdit}
        failure={failure}
        onOpen={open}
        onBegin={(template) => {
          if (!mayLeave()) return;
          setSavedId(null);
          void begin(template);
        }}
      />
      <p className={classes.saved} role="status">
        {savedId !== null && savedId === initial?.id && (
          <>
            Saved. <Link href={`/labs/${labSlug}/groups?grouping=${savedId}`}>See it on the chart</Link>
          </>
        )}
      </p>
      {initial === null && (
        <p className={classes.hint}>
          No grouping yet. {mayEdit ? "Begin with one of the templates." : "Admins and owners make them."}
        </p>
      )}
      {initial && (
        <GroupingEditor
          key={initial.id ?? `new ${initial.name}`}
          labSlug={labSlug}
          initial={initial}
          fields={sheet.fields}
          cells={sheet.cells}
          mayEdit={mayEdit}
          onDone={done}
          onCancel={() => setCreated(null)}
        />
      )}
    </div>
  );
}

function shownGrouping(groupings: readonly Grouping[], requested: number): Grouping | null {
  return (
    groupings.find(({ id }) => id === requested) ?? groupings.find(({ isDefault }) => isDefault) ?? groupings[0] ?? null
  );
}

type TemplateOptions = Pick<LoadedPageProps, "labSlug" | "sheet" | "onReread"> & {
  onBegun: (draft: GroupingDraft) => void;
};

/** Begins a grouping from a template, whose fields are made where the lab has none like them. */
function useTemplates({ labSlug, sheet, onReread, onBegun }: TemplateOptions) {
  const client = useTRPCClient();
  const [failure, setFailure] = useState<string | null>(null);
  const makeFields = async ({ needs }: GroupingTemplate) => {
    const known = new Set(sheet.fields.map(({ name }) => name));
    for (const field of needs.filter(({ name }) => !known.has(name))) {
      await client.fields.create.mutate({ labSlug, given: field });
    }
    await onReread();
  };
  const begin = async (template: GroupingTemplate | null) => {
    setFailure(null);
    try {
      if (template) await makeFields(template);
      const definition = template?.definition ?? { by: [sheet.fields[0]?.name ?? ""] };
      onBegun(toDraft({ id: null, name: template?.name ?? "", definition, styles: [], isDefault: false }));
    } catch (error) {
      setFailure(failureOf(error).message);
    }
  };
  return { failure, begin };
}

"use client";

import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { FailedNotice, TableSkeleton } from "@/app/_components/answer-state";
import { failureOf, useTRPC, useTRPCClient } from "@/app/_trpc/trpc";
import type { GroupingTemplate } from "@/server/domain/groups/grouping-templates";
import { may, type Role } from "@/server/domain/labs/permissions";
import { type GroupingDraft, toDraft } from "./grouping-draft";
import { GroupingEditor } from "./grouping-editor";
import { GroupingList } from "./grouping-list";
import classes from "./groupings-page.module.css";

/** How the lab splits its cells into groups: what there is, and one of them to look into and change. */
export function GroupingsPage({ labSlug, role }: { labSlug: string; role: Role }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const groupings = useQuery(trpc.groupings.list.queryOptions({ labSlug }));
  const sheet = useQuery(trpc.cells.sheet.queryOptions({ labSlug }));
  const asked = Number(useSearchParams().get("grouping"));
  const [created, setCreated] = useState<GroupingDraft | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const list = groupings.data?.groupings ?? [];
  const saved = list.find(({ id }) => id === asked) ?? list.find(({ isDefault }) => isDefault) ?? list[0] ?? null;
  const mayEdit = may(role, "editGroupings");
  const reread = () => Promise.all([groupings.refetch(), sheet.refetch()]);

  const open = (id: number | null) => {
    setCreated(null);
    window.history.replaceState(null, "", id === null ? window.location.pathname : `?grouping=${id}`);
  };
  const begin = async (template: GroupingTemplate | null) => {
    setFailure(null);
    try {
      const known = new Set(sheet.data?.fields.map(({ name }) => name));
      for (const field of template?.needs ?? []) {
        if (!known.has(field.name)) await client.fields.create.mutate({ labSlug, given: field });
      }
      if (template) await sheet.refetch();
      const [first] = sheet.data?.fields ?? [];
      const definition = template?.definition ?? { by: [first?.name ?? ""] };
      setCreated(toDraft({ id: null, name: template?.name ?? "", definition, styles: [], isDefault: false }));
    } catch (error) {
      setFailure(failureOf(error).message);
    }
  };
  const done = async (id: number | null) => {
    await reread();
    open(id);
  };
  const shown = created ?? saved;
  const failed = groupings.error ?? sheet.error;
  if (failed) return <FailedNotice failure={failureOf(failed)} onRetry={() => void reread()} />;
  if (!groupings.data || !sheet.data) return <TableSkeleton rows={8} />;
  return (
    <div className={classes.page}>
      <h1 className={classes.title}>Groupings</h1>
      <GroupingList
        groupings={list}
        shownId={created ? null : (saved?.id ?? null)}
        mayEdit={mayEdit}
        failure={failure}
        onOpen={open}
        onBegin={(template) => void begin(template)}
      />
      {shown === null && (
        <p className={classes.hint}>
          No grouping yet. {mayEdit ? "Begin with one of the templates." : "Admins and owners make them."}
        </p>
      )}
      {shown && (
        <GroupingEditor
          key={created ? `new ${created.name}` : (saved?.id ?? 0)}
          labSlug={labSlug}
          initial={created ?? (saved && toDraft(saved)) ?? EMPTY}
          fields={sheet.data.fields}
          cells={sheet.data.cells}
          mayEdit={mayEdit}
          onDone={done}
          onCancel={() => setCreated(null)}
        />
      )}
    </div>
  );
}

const EMPTY: GroupingDraft = { id: null, name: "", kind: "by", by: [""], rules: [], styles: [], isDefault: false };

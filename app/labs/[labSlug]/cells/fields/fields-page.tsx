"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@/app/_components/link";
import { useState } from "react";
import { AnswerState, TableSkeleton } from "@/app/_components/answer-state";
import { failureOf, useTRPC, useTRPCClient } from "@/app/_trpc/trpc";
import { may, type Role } from "@/server/domain/labs/permissions";
import { moveItem } from "../../groupings/grouping-draft";
import { FieldForm, type FieldWithUse } from "./field-form";
import { FieldRow } from "./field-row";
import classes from "./fields-page.module.css";

/** The metadata fields of the lab's cells: create, rename, reorder, remove. */
export function FieldsPage({ labSlug, role }: { labSlug: string; role: Role }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.fields.list.queryOptions({ labSlug }));
  const [failure, setFailure] = useState<string | null>(null);
  const mayEdit = may(role, "editFields");
  const fields: readonly FieldWithUse[] = query.data?.fields ?? [];
  const reread = async () => {
    void queryClient.invalidateQueries({ queryKey: trpc.cells.sheet.queryKey({ labSlug }) });
    await query.refetch();
  };
  const order = async (from: number, to: number) => {
    setFailure(null);
    const metadataFieldIds = moveItem(fields, from, to).map(({ metadataFieldId }) => metadataFieldId);
    try {
      await client.fields.order.mutate({ labSlug, given: { metadataFieldIds } });
    } catch (error) {
      setFailure(failureOf(error).message);
    }
    await reread();
  };
  if (!query.isSuccess) return <AnswerState query={query} skeleton={<TableSkeleton rows={6} />} />;
  return (
    <div className={classes.page}>
      <h1 className={classes.title}>Fields of cells</h1>
      <p className={classes.hint}>
        What is known of a cell beside its numbers, say its cathode. <Link href={`/labs/${labSlug}/cells`}>Cells</Link>{" "}
        have a value in each; <Link href={`/labs/${labSlug}/groupings`}>groupings</Link> go by them.
      </p>
      {fields.length === 0 && <p>No field yet. A first sample that says something of its cell makes one, too.</p>}
      <ul className={classes.list}>
        {fields.map((field, index) => (
          <FieldRow
            key={field.metadataFieldId}
            labSlug={labSlug}
            field={field}
            index={index}
            count={fields.length}
            mayEdit={mayEdit}
            onMove={(to) => void order(index, to)}
            onChanged={reread}
          />
        ))}
      </ul>
      <p role="alert" className={classes.failure}>
        {failure}
      </p>
      {mayEdit && <FieldForm labSlug={labSlug} field={null} onDone={reread} />}
    </div>
  );
}

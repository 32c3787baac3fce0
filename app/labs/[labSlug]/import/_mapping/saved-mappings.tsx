"use client";

import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useState } from "react";
import { AnswerState, TableSkeleton } from "@/app/_components/answer-state";
import { useTRPC } from "@/app/_trpc/trpc";
import type { AppRouter } from "@/server/api/trpc/root";
import { ActionTable } from "../../settings/action-table";
import { ConfirmByName } from "../../settings/confirm-by-name";
import { Moment } from "../../settings/moment";
import settings from "../../settings/settings.module.css";
import { useReread } from "../../settings/use-reread";
import classes from "../import-page.module.css";
import { wordsOfMapping } from "./prepare-mapping";
import { RenameMapping } from "./rename-mapping";

type Saved = inferRouterOutputs<AppRouter>["imports"]["mappings"]["list"]["mappings"][number];
type SavedMappingsProps = { labSlug: string; timeZone: string };

/** The lab's saved column mappings, to rename and remove; they are applied on the card of a file. */
export function SavedMappings({ labSlug, timeZone }: SavedMappingsProps) {
  const trpc = useTRPC();
  const saved = useQuery(trpc.imports.mappings.list.queryOptions({ labSlug }));
  const mappings = saved.data?.mappings ?? [];
  return (
    <details className={classes.details}>
      <summary>Saved column mappings{mappings.length > 0 && ` (${mappings.length})`}</summary>
      <div className={classes.saved}>
        <AnswerState query={saved} skeleton={<TableSkeleton rows={2} />} />
        {saved.isSuccess && mappings.length === 0 && (
          <p className={classes.dim}>
            None yet. Drop a file, name its columns by hand, and save that under a name for the next files like it.
          </p>
        )}
        {mappings.length > 0 && <MappingTable labSlug={labSlug} mappings={mappings} timeZone={timeZone} />}
      </div>
    </details>
  );
}

function MappingTable({ labSlug, mappings, timeZone }: SavedMappingsProps & { mappings: readonly Saved[] }) {
  const trpc = useTRPC();
  const reread = useReread(trpc.imports.mappings.list.queryKey({ labSlug }));
  const remove = useMutation(trpc.imports.mappings.remove.mutationOptions(reread));
  const [renamed, setRenamed] = useState<Saved | null>(null);
  const [doomed, setDoomed] = useState<Saved | null>(null);
  const close = () => {
    remove.reset();
    setDoomed(null);
  };
  return (
    <>
      <ActionTable label="Saved column mappings" columns={["Name", "Columns", "Saved"]}>
        {mappings.map((one) => (
          <tr key={one.name}>
            <td className={settings.name}>
              <bdi>{one.name}</bdi>
            </td>
            <td data-label="Columns" className={classes.columns}>
              <bdi>{wordsOfMapping(one.mapping)}</bdi>
            </td>
            <td data-label="Saved">
              <Moment atMs={one.updatedAtMs} timeZone={timeZone} />
            </td>
            <td>
              <div className={settings.actions}>
                <Button variant="default" size="xs" aria-label={`Rename ${one.name}`} onClick={() => setRenamed(one)}>
                  Rename
                </Button>
                <Button variant="default" size="xs" aria-label={`Remove ${one.name}`} onClick={() => setDoomed(one)}>
                  Remove
                </Button>
              </div>
            </td>
          </tr>
        ))}
      </ActionTable>
      <RenameMapping
        key={`rename ${renamed?.name}`}
        labSlug={labSlug}
        name={renamed?.name ?? null}
        onClose={() => setRenamed(null)}
      />
      <ConfirmByName
        key={`remove ${doomed?.name}`}
        isOpen={doomed !== null}
        title="Remove this mapping?"
        name={doomed?.name ?? ""}
        action="Remove mapping"
        isBusy={remove.isPending}
        error={remove.error}
        onClose={close}
        onConfirm={() => doomed && remove.mutate({ labSlug, given: { name: doomed.name } }, { onSuccess: close })}
      >
        <p>Files like it will have to be named by hand again. What was imported by it stays as it was read.</p>
      </ConfirmByName>
    </>
  );
}

"use client";

import { NativeSelect } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@/app/_components/link";
import { useMemo } from "react";
import { Refusal } from "@/app/_components/refusal";
import { useTRPC } from "@/app/_trpc/trpc";
import type { LabOverview } from "@/server/domain/cells/lab-overview";
import { cellHref } from "@/app/_components/cell-href";
import { Card } from "./card";
import classes from "./figures.module.css";
import { prepareChannels } from "./prepare-channels";

const LISTED = 4;

type ChannelsCardProps = { labSlug: string; mayChoose: boolean; overview: LabOverview | null };

/** Channels of the cyclers on which nothing runs. */
export function ChannelsCard({ labSlug, mayChoose, overview }: ChannelsCardProps) {
  const cells = overview?.cells;
  const { total, idle } = useMemo(() => prepareChannels(cells ?? []), [cells]);
  if (!overview) {
    return (
      <Card title="Idle channels" isRow isLoading>
        {null}
      </Card>
    );
  }
  const chosen = overview.channelFieldId;
  const more = idle.length - LISTED;
  return (
    <Card title="Idle channels" isRow aside={mayChoose && <FieldChoice labSlug={labSlug} chosen={chosen} />}>
      {chosen === null ? (
        <p className={classes.note}>
          {mayChoose
            ? "Choose the field of cells that names their channel, and this says which channels are free."
            : "An admin chooses the field of cells that names their channel."}
        </p>
      ) : (
        <>
          <p className={classes.figure}>
            {idle.length} <span className={classes.unit}>of {total}</span>
          </p>
          <ul className={classes.names}>
            {idle.slice(0, LISTED).map(({ channel, cell }) => (
              <li key={channel}>
                <bdi>{channel}</bdi>{" "}
                <span className={classes.dim}>
                  <Link prefetch={false} href={cellHref(labSlug, cell.name)}>
                    <bdi>{cell.name}</bdi>
                  </Link>{" "}
                  {cell.state}
                </span>
              </li>
            ))}
            {more > 0 && <li className={classes.dim}>and {more} more</li>}
          </ul>
        </>
      )}
    </Card>
  );
}

function FieldChoice({ labSlug, chosen }: { labSlug: string; chosen: number | null }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const fields = useQuery(trpc.fields.list.queryOptions({ labSlug }));
  const onSuccess = () => queryClient.invalidateQueries({ queryKey: trpc.overview.cells.queryKey({ labSlug }) });
  const update = useMutation(trpc.labs.update.mutationOptions({ onSuccess }));
  const shown = update.isPending ? update.variables.changes.channelFieldId : chosen;
  return (
    <>
      <NativeSelect
        aria-label="Field that names channels"
        size="xs"
        value={shown === null || shown === undefined ? "" : String(shown)}
        disabled={update.isPending || fields.data === undefined}
        data={[
          { value: "", label: "No field" },
          ...(fields.data?.fields ?? []).map(({ metadataFieldId, name }) => ({
            value: String(metadataFieldId),
            label: name,
          })),
        ]}
        onChange={({ currentTarget: { value } }) =>
          update.mutate({ labSlug, changes: { channelFieldId: value === "" ? null : Number(value) } })
        }
      />
      <Refusal error={update.error} />
    </>
  );
}

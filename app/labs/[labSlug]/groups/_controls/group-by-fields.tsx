"use client";

import { Button, NativeSelect } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import { Refusal } from "@/app/_components/refusal";
import { useTRPC } from "@/app/_trpc/trpc";
import { may } from "@/server/domain/labs/permissions";
import { OF_GROUPING } from "../dashboard-state";
import classes from "./control-fields.module.css";
import type { ControlsProps } from "./controls";
import { chosenGroupBy, groupByOptions, groupByValue, secondFieldOptions } from "./prepare-group-by";

/** By what the cells are grouped: a grouping, or one or two fields without making one. */
export function GroupByFields(props: ControlsProps) {
  const { groupings, fields, split, state, onChange } = props;
  const id = useId();
  const [first, second] = state.by;
  return (
    <div className={classes.field}>
      <label htmlFor={`${id}-first`}>Group by</label>
      <NativeSelect
        id={`${id}-first`}
        className={classes.grouping}
        value={groupByValue(split?.groupingId ?? null, state.by)}
        data={groupByOptions(groupings, fields)}
        disabled={groupings.length === 0}
        // Keys of one grouping mean nothing in another.
        onChange={({ currentTarget: { value } }) => onChange({ ...chosenGroupBy(value, second), ...OF_GROUPING })}
      />
      {first !== undefined && (
        <>
          <label htmlFor={`${id}-second`}>and</label>
          <NativeSelect
            id={`${id}-second`}
            aria-label="and by"
            className={classes.second}
            value={second ?? ""}
            data={secondFieldOptions(fields, first)}
            title="Colour tells the first field, the dash of the line the second"
            onChange={({ currentTarget: { value } }) =>
              onChange({ by: value === "" ? [first] : [first, value], ...OF_GROUPING })
            }
          />
          {may(props.role, "editGroupings") && <SaveGrouping {...props} />}
        </>
      )}
    </div>
  );
}

/** Keeps the fields as a grouping that everybody sees. */
function SaveGrouping({ labSlug, state, split, metric, onChange }: ControlsProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const create = useMutation(trpc.groupings.create.mutationOptions());
  const save = async () => {
    const by = [...state.by];
    const { id } = await create.mutateAsync({ labSlug, given: { name: split?.name ?? by.join(" × "), by } });
    await queryClient.invalidateQueries({ queryKey: trpc.groupings.list.queryKey({ labSlug }) });
    // Keys and colours are the same: nothing that is seen changes.
    onChange({ groupingId: id, by: [], metric });
  };
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        loading={create.isPending}
        title="As a grouping of the lab, for everybody"
        onClick={() => void save().catch(() => {})}
      >
        Save grouping
      </Button>
      <Refusal error={create.error} />
    </>
  );
}

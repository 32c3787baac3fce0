"use client";

import { NativeSelect } from "@mantine/core";
import { CellLink } from "@/app/_components/cell-link";
import { failureOf } from "@/app/_trpc/trpc";
import { useGroupings } from "@/app/_trpc/use-groupings";
import type { useCellPeers } from "../use-cell-queries";
import classes from "./charts.module.css";
import { comparisonOptions, comparisonText } from "./prepare-comparison";
import type { SectionProps } from "./section-props";

const NONE = "none";

/** With which group the cell is compared. */
export function ComparisonSelect({ page, state, onChange }: Pick<SectionProps, "page" | "state" | "onChange">) {
  const { data } = useGroupings(page.labSlug);
  const options = comparisonOptions(data?.groupings);
  return (
    <NativeSelect
      size="xs"
      className={classes.compare}
      aria-label="Compare with the group by"
      title="Draws the same cycle of other cells of its group behind"
      value={state.peers === null ? NONE : String(state.peers)}
      data={[{ value: NONE, label: "Not compared" }, ...options]}
      onChange={({ currentTarget: { value } }) => onChange({ peers: value === NONE ? null : Number(value) })}
    />
  );
}

type ComparisonNoteProps = Pick<SectionProps, "page" | "state"> & {
  query: ReturnType<typeof useCellPeers>;
  /** Null: there is none to compare at. */
  cycle: number | null;
};

/** Which cells stand behind, and how they were chosen. */
export function ComparisonNote({ page, state, query, cycle }: ComparisonNoteProps) {
  const { data, error } = query;
  if (cycle === null) return <p className={classes.hint}>Cells are compared once a cycle of this one is finished.</p>;
  if (error) return <p className={classes.hint}>{failureOf(error).message}</p>;
  if (!data) return <p className={classes.hint}>Looking for other cells of its group</p>;
  const text = comparisonText(data);
  if ("why" in text) return <p className={classes.hint}>{text.why}</p>;
  const middle = data.peers.find(({ isMiddle }) => isMiddle);
  return (
    <p className={classes.hint}>
      {text.chosen}
      {middle && (
        <>
          {"; dashed: "}
          <CellLink
            labSlug={page.labSlug}
            cell={middle.cell}
            query={`cycle=${data.cycle}&peers=${state.peers}`}
            className={classes.peerName}
          />
          {", the one in the middle"}
        </>
      )}
      {text.left && `; ${text.left}`}.
    </p>
  );
}

"use client";

import { Autocomplete, NativeSelect, SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/app/_trpc/trpc";
import type { GrantedKind } from "@/server/domain/labs/grants";

type Named = { id: number; name: string };
export type Chosen = { kind: GrantedKind; cell: string; grouping: Named };

const KINDS = [
  { value: "cell", label: "A cell" },
  { value: "grouping", label: "A grouping" },
] as const;
const MAX_SUGGESTED = 12;
const NONE: readonly never[] = [];

type ResourceFieldsProps = { labSlug: string; chosen: Chosen; onChoose: (chosen: Chosen) => void };

/** Which cell or grouping a link is to. */
export function ResourceFields({ labSlug, chosen, onChoose }: ResourceFieldsProps) {
  const trpc = useTRPC();
  const sheet = useQuery(trpc.cells.sheet.queryOptions({ labSlug }));
  const groupings = useQuery(trpc.groupings.list.queryOptions({ labSlug }));
  const names = [...new Set((sheet.data?.cells ?? NONE).map(({ name }) => name))];
  const known: readonly Named[] = groupings.data
    ? [groupings.data.allCells, ...groupings.data.groupings]
    : [chosen.grouping];
  return (
    <>
      <SegmentedControl
        aria-label="Link to"
        data={[...KINDS]}
        value={chosen.kind}
        onChange={(kind) => onChoose({ ...chosen, kind })}
      />
      {chosen.kind === "cell" ? (
        <Autocomplete
          label="Cell"
          data={names}
          limit={MAX_SUGGESTED}
          value={chosen.cell}
          onChange={(cell) => onChoose({ ...chosen, cell })}
          required
          withAsterisk={false}
        />
      ) : (
        <NativeSelect
          label="Grouping"
          value={String(chosen.grouping.id)}
          data={known.map(({ id, name }) => ({ value: String(id), label: name }))}
          onChange={({ currentTarget }) => {
            const grouping = known.find(({ id }) => String(id) === currentTarget.value);
            if (grouping) onChoose({ ...chosen, grouping });
          }}
        />
      )}
    </>
  );
}

"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { AnswerState, TableSkeleton } from "@/app/_components/answer-state";
import { CellLink } from "@/app/_components/cell-link";
import { GuideLink } from "@/app/_components/guide-hint";
import type { DrawnColumn } from "@/app/_components/table/data-table";
import type { TableOrder } from "@/app/_components/table/table-view";
import { TableWithTools } from "@/app/_components/table/table-with-tools";
import { useLive } from "@/app/_trpc/live-provider";
import { useTRPC } from "@/app/_trpc/trpc";
import { useLabChanges } from "@/app/_trpc/use-lab-changes";
import type { GroupsChoice } from "@/app/_trpc/use-live-groups";
import classes from "./group-ageing.module.css";
import { type AgeingCell, ageingColumns, groupAgeingFacts, inOrderOfNames, nothingFound } from "./prepare-group-ageing";

/** Lives are fitted anew where cycles were finished: seldom is often enough. */
const PAUSE_MS = 10_000;

type GroupAgeingProps = { choice: GroupsChoice; group: { key: string; name: string; cells: number } };

/** When the cells of a group end and where their fade speeds up, together and one by one. */
export function GroupAgeing({ choice: { labSlug, groupingId, by, where }, group }: GroupAgeingProps) {
  const trpc = useTRPC();
  const { staleTime } = useLive();
  const asked = { labSlug, groupingId, by, where, group: group.key };
  const query = useQuery(trpc.groups.ageing.queryOptions(asked, { staleTime }));
  useLabChanges({
    dependsOn: { cells: "any", configuration: true },
    read: [trpc.groups.ageing.queryKey(asked)],
    isReady: query.data !== undefined,
    pauseMs: PAUSE_MS,
  });
  return (
    <section className={classes.ageing} aria-label="Ageing of the group">
      <h3 className={classes.title}>Ageing of {group.name}</h3>
      {query.data ? (
        <LoadedAgeing labSlug={labSlug} name={group.name} cells={query.data.cells} />
      ) : (
        <AnswerState query={query} skeleton={<TableSkeleton rows={Math.min(group.cells, 12)} />} />
      )}
    </section>
  );
}

type LoadedAgeingProps = { labSlug: string; name: string; cells: readonly AgeingCell[] };

function LoadedAgeing({ labSlug, name: group, cells }: LoadedAgeingProps) {
  const nothing = nothingFound(cells);
  return (
    <>
      <dl className={classes.facts}>
        {groupAgeingFacts(cells).map(({ key, name, guide, value, detail, none }) => (
          <div key={key} data-fact={key}>
            <dt>
              <GuideLink to={guide}>{name}</GuideLink>
            </dt>
            <dd>
              <span className={detail ? classes.value : classes.none}>{value}</span>
              {detail && <span className={classes.detail}>{detail}</span>}
              {none.map(({ reason, cells: count }) => (
                <span key={reason} className={classes.detail}>
                  {count} without: {reason}
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      {nothing === null ? (
        <AgeingTable labSlug={labSlug} name={group} cells={cells} />
      ) : (
        <p className={classes.nothing}>{nothing}</p>
      )}
    </>
  );
}

const BY_END: TableOrder = { key: "endOfLife", isFalling: false };
const WORDS = ["cell", "cells"] as const;

function AgeingTable({ labSlug, name, cells }: LoadedAgeingProps) {
  const rows = useMemo(() => inOrderOfNames(cells), [cells]);
  const columns = useMemo(() => [cellColumn(labSlug), ...ageingColumns(cells)], [labSlug, cells]);
  return (
    <TableWithTools
      label="Table of ageing"
      name="ageing"
      first={BY_END}
      words={WORDS}
      rows={rows}
      columns={columns}
      keyOf={({ cell }) => cell}
      stateOf={({ cell }) => ({ data: { "data-aged": cell } })}
      placeholder="end of life < 500 and knee > 200"
      file={`${name} ageing.csv`}
    />
  );
}

const cellColumn = (labSlug: string): DrawnColumn<AgeingCell> => ({
  ...{ key: "cell", head: "Cell", isNumber: false },
  valueIn: ({ cell }) => cell,
  textOf: ({ cell }) => cell,
  draw: ({ cell }) => <CellLink labSlug={labSlug} cell={cell} />,
});

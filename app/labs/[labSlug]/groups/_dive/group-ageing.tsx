"use client";

import { useQuery } from "@tanstack/react-query";
import { AnswerState, TableSkeleton } from "@/app/_components/answer-state";
import { CellLink } from "@/app/_components/cell-link";
import { GuideLink } from "@/app/_components/guide-hint";
import { useLive } from "@/app/_trpc/live-provider";
import { useTRPC } from "@/app/_trpc/trpc";
import { useLabChanges } from "@/app/_trpc/use-lab-changes";
import type { GroupsChoice } from "@/app/_trpc/use-live-groups";
import classes from "./group-ageing.module.css";
import { type AgeingCell, groupAgeingFacts, groupAgeingRows } from "./prepare-group-ageing";

/** Lives are fitted anew where cycles were finished: seldom is often enough. */
const PAUSE_MS = 10_000;

type GroupAgeingProps = { choice: GroupsChoice; group: { key: string; name: string; cells: number } };

/** When the cells of a group end and where their fade speeds up, together and one by one. */
export function GroupAgeing({ choice: { labSlug, groupingId, by }, group }: GroupAgeingProps) {
  const trpc = useTRPC();
  const { staleTime } = useLive();
  const asked = { labSlug, groupingId, by, group: group.key };
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
        <Told labSlug={labSlug} cells={query.data.cells} />
      ) : (
        <AnswerState query={query} skeleton={<TableSkeleton rows={Math.min(group.cells, 12)} />} />
      )}
    </section>
  );
}

function Told({ labSlug, cells }: { labSlug: string; cells: readonly AgeingCell[] }) {
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
      <div className={classes.box}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Cell</th>
              <th scope="col">Equivalent full cycles</th>
              <th scope="col">End of life / cycle</th>
              <th scope="col">Knee (90 %) / cycle</th>
              <th scope="col">Onset (90 %) / cycle</th>
            </tr>
          </thead>
          <tbody>
            {groupAgeingRows(cells).map((row) => (
              <tr key={row.cell} data-aged={row.cell}>
                <th scope="row">
                  <CellLink labSlug={labSlug} cell={row.cell} />
                </th>
                <td>{row.cycles}</td>
                <td>{row.endOfLife}</td>
                <td>{row.knee}</td>
                <td>{row.onset}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

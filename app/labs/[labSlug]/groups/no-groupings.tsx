"use client";

import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@/app/_components/link";
import { AnswerState, Notice } from "@/app/_components/answer-state";
import { cellHref } from "@/app/_components/cell-href";
import { Refusal } from "@/app/_components/refusal";
import { useTRPC } from "@/app/_trpc/trpc";
import { useLabChanges } from "@/app/_trpc/use-lab-changes";
import { may, type Role } from "@/server/domain/labs/permissions";
import classes from "./_panel/panel-states.module.css";
import { type GroupingOffer, prepareGroupingOffers } from "./prepare-grouping-offers";

/** The first cells and fields make the page offer something else; it need not do so at once. */
const REFRESH_MS = 5_000;

type NoGroupingsProps = { labSlug: string; role: Role };

/** Shown below the chart of all cells: how they are split by those who may, and whom the others may ask. Nothing before the first cell. */
export function NoGroupings({ labSlug, role }: NoGroupingsProps) {
  const trpc = useTRPC();
  const sheet = useQuery(trpc.cells.sheet.queryOptions({ labSlug }, { staleTime: 0 }));
  useLabChanges({
    dependsOn: { cells: "any", configuration: true },
    read: [trpc.cells.sheet.queryKey({ labSlug })],
    isReady: sheet.data !== undefined,
    pauseMs: REFRESH_MS,
  });
  if (sheet.data) {
    const { cells, fields } = sheet.data;
    if (cells.length === 0) return null;
    if (!may(role, "editGroupings")) return <AskForGrouping labSlug={labSlug} cells={cells.length} />;
    const only = cells.length === 1 ? (cells[0]?.name ?? null) : null;
    const offers = prepareGroupingOffers(fields, cells);
    return <OfferedGroupings labSlug={labSlug} cells={cells.length} only={only} offers={offers} />;
  }
  return <AnswerState query={sheet} skeleton={null} />;
}

const TITLE = "No groupings yet";
const cellCount = (count: number) => (count === 1 ? "1 cell" : `${count} cells`);

type OfferedGroupingsProps = {
  labSlug: string;
  cells: number;
  /** The lab's cell, where it has one alone: its own page shows more of it than a grouping could. */
  only: string | null;
  offers: readonly GroupingOffer[];
};

function OfferedGroupings({ labSlug, cells, only, offers }: OfferedGroupingsProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  // Also when it was refused: somebody else may have created it first.
  const onSettled = () => queryClient.invalidateQueries({ queryKey: trpc.groupings.list.queryKey({ labSlug }) });
  const create = useMutation(trpc.groupings.create.mutationOptions({ onSettled }));
  return (
    <Notice title={TITLE}>
      <p>
        {cells === 1 ? "The lab's cell is" : `The lab's ${cells} cells are`} one line of the chart. A grouping splits
        cells by what is known of them, say by cathode: each group becomes a line.
      </p>
      {offers.length === 0 && (
        <p>
          No field of the <Link href={`/labs/${labSlug}/cells`}>cells</Link> has two to twenty different values yet.
          Give them some, or make a grouping by rules.
        </p>
      )}
      {offers.length > 0 && (
        <ul className={classes.offers}>
          {offers.map(({ field, groups, cells: covered }, index) => (
            <li key={field}>
              <Button
                variant={index === 0 ? "filled" : "default"}
                loading={create.isPending && create.variables.given.name === field}
                disabled={create.isPending}
                onClick={() => create.mutate({ labSlug, given: { name: field, by: [field] } })}
              >
                <bdi>Group by {field}</bdi>
              </Button>
              <span className={classes.aside}>
                {groups} groups, {covered === cells ? "every cell" : `${covered} of ${cellCount(cells)}`}
              </span>
            </li>
          ))}
        </ul>
      )}
      <Refusal error={create.error} />
      <div className={classes.ways}>
        {only !== null && (
          <Button component={Link} href={cellHref(labSlug, only)}>
            <bdi>Open {only}</bdi>
          </Button>
        )}
        <Button component={Link} variant="default" href={`/labs/${labSlug}/groupings`}>
          Make a grouping
        </Button>
      </div>
    </Notice>
  );
}

const MAX_NAMES = 3;

function AskForGrouping({ labSlug, cells }: { labSlug: string; cells: number }) {
  const trpc = useTRPC();
  const team = useQuery(trpc.members.list.queryOptions({ labSlug }));
  const helpers = team.data?.members.filter(({ role }) => may(role, "editGroupings")) ?? [];
  const names = helpers.slice(0, MAX_NAMES).map(({ name, email }) => name || email);
  return (
    <Notice title={TITLE}>
      <p>
        A grouping splits the lab's cells by what is known of them, say by cathode. Each group becomes a line of the
        chart. The lab has {cellCount(cells)}.
      </p>
      <p>
        Admins and owners make groupings: ask{" "}
        {names.length === 0 ? (
          "one of them"
        ) : (
          <bdi>{new Intl.ListFormat("en", { type: "disjunction" }).format(names)}</bdi>
        )}
        .
      </p>
    </Notice>
  );
}

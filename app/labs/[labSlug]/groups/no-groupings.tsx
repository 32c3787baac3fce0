"use client";

import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { CopyableCommand } from "@/app/_components/copyable-command";
import { AnswerState, Notice } from "@/app/_components/answer-state";
import { Refusal } from "@/app/_components/refusal";
import { useTRPC } from "@/app/_trpc/trpc";
import { useLabChanges } from "@/app/_trpc/use-lab-changes";
import { may, type Role } from "@/server/domain/labs/permissions";
import { INGEST_COMMAND, PanelSkeleton } from "./panel-states";
import classes from "./panel-states.module.css";
import { type GroupingOffer, prepareGroupingOffers } from "./prepare-grouping-offers";

/** The first cells and fields make the page offer something else; it need not do so at once. */
const REFRESH_MS = 5_000;

type NoGroupingsProps = { labSlug: string; role: Role };

/** Shown instead of the chart: the next step for those who may take it, and whom to ask for the others. */
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
    if (!may(role, "editGroupings")) return <AskForGrouping labSlug={labSlug} cells={cells.length} />;
    if (cells.length === 0) return <FirstSample labSlug={labSlug} />;
    return <OfferedGroupings labSlug={labSlug} cells={cells.length} offers={prepareGroupingOffers(fields, cells)} />;
  }
  return <AnswerState query={sheet} skeleton={<PanelSkeleton />} />;
}

const TITLE = "No groupings yet";
const cellCount = (count: number) => (count === 1 ? "1 cell" : `${count} cells`);

type OfferedGroupingsProps = { labSlug: string; cells: number; offers: readonly GroupingOffer[] };

function OfferedGroupings({ labSlug, cells, offers }: OfferedGroupingsProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  // Also when it was refused: somebody else may have created it first.
  const onSettled = () => queryClient.invalidateQueries({ queryKey: trpc.groupings.list.queryKey({ labSlug }) });
  const create = useMutation(trpc.groupings.create.mutationOptions({ onSettled }));
  return (
    <Notice title={TITLE}>
      <p>
        A grouping splits the lab's {cellCount(cells)} by what is known of them, say by cathode. Each group becomes a
        line of the chart.
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
      <Button component={Link} variant="default" href={`/labs/${labSlug}/groupings`}>
        Make a grouping
      </Button>
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
        chart. {cells === 0 ? "The lab has no cells yet either." : `The lab has ${cellCount(cells)}.`}
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

const GROUPING_COMMAND = (origin: string) => `curl ${origin}/api/v1/groupings \\
  -H "Authorization: Bearer YOUR_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"name":"Cathode","by":["cathode"]}'`;

/** In this order: a first sample that says a cell's cathode makes the field by which the grouping goes. */
function FirstSample({ labSlug }: { labSlug: string }) {
  return (
    <Notice title={TITLE}>
      <p>
        A grouping splits the lab's cells by what is known of them, say by cathode. Each group becomes a line of the
        chart. First a sample of a cell that says so:
      </p>
      <CopyableCommand command={INGEST_COMMAND} />
      <p>Then the grouping:</p>
      <CopyableCommand command={GROUPING_COMMAND} />
      <p className={classes.aside}>
        Put in a key of this lab with the scopes <code>ingest</code> and <code>manage</code>, which{" "}
        <Link href={`/labs/${labSlug}/start`}>the start page</Link> makes. The <a href="/docs/api">API page</a> has the
        rest.
      </p>
    </Notice>
  );
}

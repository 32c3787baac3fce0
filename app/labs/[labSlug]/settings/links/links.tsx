"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { AnswerState, TableSkeleton } from "@/app/_components/answer-state";
import { useTRPC } from "@/app/_trpc/trpc";
import { WorkingAndEnded } from "../working-and-ended";
import { LinkTable } from "./link-table";
import { MakeLinkForm } from "./make-link-form";
import { NewLink, type MadeLink } from "./new-link";

const REFRESH_MS = 30_000;

/** The lab's links to data: made, shown once, watched and revoked. */
export function Links({ labSlug, timeZone }: { labSlug: string; timeZone: string }) {
  const trpc = useTRPC();
  const [made, setMade] = useState<MadeLink | null>(null);
  const query = useQuery(trpc.grants.list.queryOptions({ labSlug }, { refetchInterval: REFRESH_MS }));
  if (!query.isSuccess) return <AnswerState query={query} skeleton={<TableSkeleton rows={6} />} />;
  const hasEnded = ({ revokedAt, expiresAt }: { revokedAt: string | null; expiresAt: string }) =>
    revokedAt !== null || Date.parse(expiresAt) <= Date.now();
  const working = query.data.grants.filter((link) => !hasEnded(link));
  const ended = query.data.grants.filter(hasEnded);
  return (
    <>
      <p>
        A link shows one thing of the lab to whoever has it, without a key: a table of a cell or grouping for a notebook
        or a script, or a view that somebody shared from its page, for a colleague. It shows nothing else, changes
        nothing, and ends by itself.
      </p>
      {made ? (
        <NewLink link={made} onDone={() => setMade(null)} />
      ) : (
        <MakeLinkForm labSlug={labSlug} onMade={setMade} />
      )}
      <WorkingAndEnded
        titles={{ working: "Links that work", ended: "Ended" }}
        working={working}
        ended={ended}
        table={(rows) => <LinkTable labSlug={labSlug} links={rows} timeZone={timeZone} />}
      />
    </>
  );
}

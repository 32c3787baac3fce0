"use client";

import { Button } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { AnswerState, TableSkeleton } from "@/app/_components/answer-state";
import { useTRPC } from "@/app/_trpc/trpc";
import classes from "../settings.module.css";
import { AuditFilters } from "./audit-filters";
import { AuditTable } from "./audit-table";
import { useAuditFilter } from "./use-audit-filter";

const TYPING_MS = 250;

/** Who changed what, when, from what and to what, newest first. */
export function Audit({ labSlug, timeZone }: { labSlug: string; timeZone: string }) {
  const trpc = useTRPC();
  const [filter, change] = useAuditFilter();
  const [requested] = useDebouncedValue(filter, TYPING_MS);
  const pages = useInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions(
      { labSlug, ...requested },
      { getNextPageParam: ({ nextCursor }) => nextCursor, placeholderData: keepPreviousData },
    ),
  );
  const query = new URLSearchParams(filter).toString();
  const entries = pages.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <>
      <AuditFilters labSlug={labSlug} filter={filter} onChange={change} />
      <AnswerState query={pages} skeleton={<TableSkeleton rows={8} />} />
      {pages.isSuccess && entries.length === 0 && <p className={classes.dim}>Nothing was changed that fits this.</p>}
      {entries.length > 0 && <AuditTable entries={entries} timeZone={timeZone} />}
      <div className={classes.row}>
        {pages.hasNextPage && (
          <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            Show older
          </Button>
        )}
        {entries.length > 0 && (
          <Button component="a" variant="default" href={`/labs/${labSlug}/settings/audit/audit.csv?${query}`} download>
            Download CSV
          </Button>
        )}
      </div>
    </>
  );
}

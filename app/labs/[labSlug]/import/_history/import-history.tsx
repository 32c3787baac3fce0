"use client";

import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { AnswerState, TableSkeleton } from "@/app/_components/answer-state";
import { useTRPC } from "@/app/_trpc/trpc";
import { HistoryTable } from "./history-table";
import { ImportReport } from "./import-report";
import classes from "../import-page.module.css";
import { isOpenStatus } from "./import-statuses";
import { useImportChanges } from "./use-import-changes";
import { useOpenedImport } from "./use-opened-import";

type ImportHistoryProps = { labSlug: string; mayUndo: boolean; timeZone: string };

/** What was imported, by whom and when, the newest first. */
export function ImportHistory({ labSlug, mayUndo, timeZone }: ImportHistoryProps) {
  const trpc = useTRPC();
  const [opened, open] = useOpenedImport();
  const pages = useInfiniteQuery(
    trpc.imports.list.infiniteQueryOptions(
      { labSlug },
      // Cached data of an earlier visit may be older than the next event of the stream.
      { getNextPageParam: ({ nextCursor }) => nextCursor, staleTime: 0 },
    ),
  );
  const imports = pages.data?.pages.flatMap((page) => page.imports) ?? [];
  useImportChanges({
    read: [trpc.imports.list.infiniteQueryKey({ labSlug })],
    isReady: pages.data !== undefined,
    isBusy: imports.some(({ status }) => isOpenStatus(status)),
  });
  return (
    <section className={classes.history} aria-labelledby="history">
      <h2 id="history">History</h2>
      {opened !== null && (
        <ImportReport key={opened} labSlug={labSlug} importId={opened} timeZone={timeZone} onClose={() => open(null)} />
      )}
      {!pages.data && <AnswerState query={pages} skeleton={<TableSkeleton rows={4} />} />}
      {pages.isSuccess && imports.length === 0 && (
        <p className={classes.dim}>
          Nothing was imported yet. Each import will stand here with its warnings and the cycler's own counters beside
          ours, and can be undone.
        </p>
      )}
      {imports.length > 0 && (
        <HistoryTable
          labSlug={labSlug}
          imports={imports}
          opened={opened}
          mayUndo={mayUndo}
          timeZone={timeZone}
          onOpen={open}
        />
      )}
      {pages.hasNextPage && (
        <div>
          <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            Show older
          </Button>
        </div>
      )}
    </section>
  );
}

"use client";

import { useQuery } from "@tanstack/react-query";
import { Link } from "@/app/_components/link";
import type { ReactNode } from "react";
import { formatMoment } from "@/app/_charts/frame/prepare-numbers";
import { useLive } from "@/app/_trpc/live-provider";
import { useIsShared } from "@/app/_components/use-is-shared";
import { useTRPC } from "@/app/_trpc/trpc";
import { useLabChanges } from "@/app/_trpc/use-lab-changes";
import type { CellHead } from "@/server/domain/cells/cell-page";
import type { SheetCell } from "@/server/domain/cells/cell-sheet";
import { rangeText } from "../../_panel/prepare-cycle-range";
import { tagText } from "../../_panel/prepare-tag-text";
import { nameOfTest } from "../../_panel/test-fields";
import { nameOfImport } from "../../../import/_history/import-words";
import { ImportState } from "../../../import/_history/import-state";
import { PageSection } from "../page-section";
import { type PageCell, useCellImports } from "../use-cell-queries";
import classes from "./facts.module.css";
import { cellFacts } from "./prepare-facts";

type FactsSectionProps = {
  page: PageCell;
  head: CellHead;
  timeZone: string;
  /** With what its samples tell; null while its cycles are not known. */
  warnings: readonly string[] | null;
};

/** What is known of the cell, what people said of its cycles, and where its samples came from. */
export function FactsSection({ page, head: { cell, fields }, timeZone, warnings }: FactsSectionProps) {
  const isShared = useIsShared();
  const shown = warnings ?? cell.warnings;
  return (
    <PageSection title="About this cell">
      <dl className={classes.facts}>
        {cellFacts(cell, fields).map(({ key, name, value }) => (
          <div key={key}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className={classes.lists}>
        {shown.length > 0 && (
          <List title="Warnings" none="">
            {shown.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </List>
        )}
        <Tests tests={cell.tests} timeZone={timeZone} />
        <Marks page={page} timeZone={timeZone} />
        {!isShared && <Imports page={page} timeZone={timeZone} />}
      </div>
    </PageSection>
  );
}

function List({ title, none, children }: { title: string; none: string; children: readonly ReactNode[] }) {
  return (
    <section className={classes.list}>
      <h3>{title}</h3>
      {children.length > 0 ? <ul>{children}</ul> : <p>{none}</p>}
    </section>
  );
}

function Tests({ tests, timeZone }: { tests: SheetCell["tests"]; timeZone: string }) {
  return (
    <List title="Tests" none="A test begins with the first sample.">
      {tests.map(({ name, cycleOffset, endedAtMs }) => (
        <li key={name}>
          {nameOfTest(name)}
          <span className={classes.detail}>
            {cycleOffset === 0 ? "" : ` · cycles counted from ${cycleOffset} on`}
            {endedAtMs === null ? "" : ` · ended ${formatMoment(endedAtMs, timeZone)}`}
          </span>
        </li>
      ))}
    </List>
  );
}

const PAUSE_MS = 1_000;

/** Exclusions and tags; the panel of settings makes and undoes them. */
function Marks({ page: { labSlug, cell }, timeZone }: { page: PageCell; timeZone: string }) {
  const trpc = useTRPC();
  const { staleTime } = useLive();
  const input = { labSlug, cell };
  const exclusions = useQuery(trpc.exclusions.list.queryOptions(input, { staleTime }));
  const tags = useQuery(trpc.tags.list.queryOptions(input, { staleTime }));
  useLabChanges({
    dependsOn: { cells: [], configuration: true },
    read: [trpc.exclusions.list.queryKey(input), trpc.tags.list.queryKey(input)],
    isReady: exclusions.data !== undefined && tags.data !== undefined,
    pauseMs: PAUSE_MS,
  });
  const marks = [
    ...(exclusions.data?.exclusions ?? []).map(({ cycles, ...mark }) => ({
      ...mark,
      what: `${rangeText(cycles)} excluded from statistics`,
    })),
    ...(tags.data?.tags ?? []).map(({ cycles, tag, ...mark }) => ({
      ...mark,
      what: `${rangeText(cycles)} tagged ${tagText(tag)}`,
    })),
  ];
  return (
    <List
      title="Exclusions and tags"
      none={useIsShared() ? "None." : "None. Cycles are excluded from statistics and tagged under Settings."}
    >
      {marks.map(({ id, what, reason, by, at }) => (
        <li key={`${what} ${id}`}>
          {what}: {reason}
          <span className={classes.detail}>
            {" "}
            {by}, {formatMoment(Date.parse(at), timeZone)}
          </span>
        </li>
      ))}
    </List>
  );
}

function Imports({ page, timeZone }: { page: PageCell; timeZone: string }) {
  const { data } = useCellImports(page);
  return (
    <List title="Imports" none="No file went into this cell.">
      {(data?.imports ?? []).map((one) => (
        <li key={one.id}>
          <Link href={`/labs/${page.labSlug}/import?import=${one.id}`}>
            <bdi>{nameOfImport(one)}</bdi>
          </Link>{" "}
          <ImportState status={one.status} parts={one.parts} partsDone={one.partsDone} />
          <span className={classes.detail}>
            {" "}
            {one.samples.toLocaleString("en")} samples, {formatMoment(one.startedAtMs, timeZone)} by {one.actorName}
          </span>
        </li>
      ))}
    </List>
  );
}

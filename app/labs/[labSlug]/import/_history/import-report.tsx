"use client";

import { Button, CloseButton } from "@mantine/core";
import type { inferRouterOutputs } from "@trpc/server";
import { Link } from "@/app/_components/link";
import { type ReactNode, useEffect, useRef } from "react";
import { formatMoment } from "@/app/_charts/frame/prepare-numbers";
import { cellHref } from "@/app/_components/cell-href";
import { AnswerState, TableSkeleton } from "@/app/_components/answer-state";
import type { AppRouter } from "@/server/api/trpc/root";
import { CounterTable } from "./counter-table";
import { ImportState } from "./import-state";
import { cellsOf, nameOfImport } from "./import-words";
import classes from "./history.module.css";
import { countOf, sizeOf } from "../_files/prepare-words";
import { useImport } from "./use-import";
import { Warnings } from "./warnings";

type ImportReportProps = { labSlug: string; importId: string; timeZone: string; onClose: () => void };

/** All that is known of one import: what it stored, its warnings with line numbers, the cycler's counters next to ours. */
export function ImportReport({ labSlug, importId, timeZone, onClose }: ImportReportProps) {
  const found = useImport(labSlug, importId);
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    box.current?.scrollIntoView({ block: "nearest" });
  }, []);
  const title = found.data ? nameOfImport(found.data) : "Report";
  return (
    <section ref={box} className={classes.report} aria-label={`Report of ${title}`} aria-busy={found.isPending}>
      <header className={classes.head}>
        <h3>
          <bdi>{title}</bdi>
        </h3>
        <CloseButton aria-label="Close the report" onClick={onClose} />
      </header>
      <AnswerState query={found} skeleton={<TableSkeleton rows={6} />} />
      {found.data && <ReportBody labSlug={labSlug} found={found.data} timeZone={timeZone} />}
    </section>
  );
}

type Found = inferRouterOutputs<AppRouter>["imports"]["get"];

type ReportBodyProps = { labSlug: string; found: Found; timeZone: string };

function ReportBody({ labSlug, found, timeZone }: ReportBodyProps) {
  const { report, error } = found;
  return (
    <>
      {error && <p role="alert">It failed: {error}</p>}
      <OpenCells labSlug={labSlug} found={found} />
      <dl className={classes.facts}>
        {factsOf(found, timeZone).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {report && (
        <section className={classes.part}>
          <h4>{report.warningCount === 0 ? "No warnings" : countOf(report.warningCount, "warning")}</h4>
          {report.warnings.length > 0 && <Warnings warnings={report.warnings} />}
        </section>
      )}
      {report && report.counters.length > 0 && <CounterTable counters={report.counters} />}
    </>
  );
}

const MAX_OPENED = 12;

/** The way to what was imported: the pages of its cells. */
function OpenCells({ labSlug, found: { status, tests } }: Omit<ReportBodyProps, "timeZone">) {
  const cells = [...new Set(tests.map(({ cell }) => cell))].slice(0, MAX_OPENED);
  if (status !== "stored" || cells.length === 0) return null;
  return (
    <p className={classes.opens}>
      {cells.map((cell) => (
        <Button key={cell} component={Link} variant="default" size="compact-md" href={cellHref(labSlug, cell)}>
          <bdi>Open {cell}</bdi>
        </Button>
      ))}
    </p>
  );
}

function factsOf(found: Found, timeZone: string): (readonly [name: string, value: ReactNode])[] {
  const { status, parts, partsDone, report, byteSize } = found;
  return [
    ["State", <ImportState key="state" status={status} parts={parts} partsDone={partsDone} />],
    ["Imported", `${formatMoment(found.startedAtMs, timeZone)} by ${found.actorName}`],
    ["Cells", cellsOf(found)],
    ["Format", found.formatName ?? "–"],
    ...(report ? [["Known by", report.recognisedBy] as const] : []),
    ...(byteSize === null ? [] : [["Size", sizeOf(byteSize)] as const]),
    [status === "stored" ? "Brought" : "Holds", broughtBy(found)],
    ...(found.undoneAtMs === null ? [] : [["Undone", undoneText(found, timeZone)] as const]),
  ];
}

function broughtBy({ samples, inserted, replaced, unchanged, cycles }: Found): string {
  const parts = [
    `${countOf(samples, "sample")}, ${countOf(cycles ?? 0, "cycle")}`,
    inserted > 0 ? `${inserted.toLocaleString("en")} new` : null,
    replaced > 0 ? `${replaced.toLocaleString("en")} replaced others` : null,
    unchanged > 0 ? `${unchanged.toLocaleString("en")} were there before` : null,
  ];
  return parts.filter((part) => part !== null).join("; ");
}

function undoneText({ undoneAtMs, removed }: Found, timeZone: string): string {
  return `${formatMoment(undoneAtMs ?? 0, timeZone)}, ${countOf(removed, "sample")} removed`;
}

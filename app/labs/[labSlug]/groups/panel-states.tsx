"use client";

import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { CopyableCommand } from "@/app/_components/copyable-command";
import type { Failure } from "@/app/_trpc/trpc";
import type { MetricDescription } from "@/server/domain/metrics";
import panel from "./groups-panel.module.css";
import classes from "./panel-states.module.css";

/** As large as what will be there. */
export function PanelSkeleton() {
  return (
    <div className={panel.panel} role="status" aria-busy="true" aria-label="Loading the groups">
      <div className={`${panel.chart} ${classes.placeholder}`} />
      <TableSkeleton rows={6} />
    </div>
  );
}

export function TableSkeleton({ rows }: { rows: number }) {
  return (
    <div className={classes.lines} aria-busy="true">
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines that are all alike
        <div key={index} className={classes.placeholder} />
      ))}
    </div>
  );
}

/** In the place of what is not there: what would be, and the next step. */
export function Notice({ title, role, children }: { title: string; role?: "alert"; children: ReactNode }) {
  return (
    <section className={classes.notice} role={role}>
      <h2 className={classes.title}>{title}</h2>
      {children}
    </section>
  );
}

/** What happened, and what to do. */
export function FailedNotice({ failure, onRetry }: { failure: Failure; onRetry: () => void }) {
  if (failure.kind === "signed_out") {
    const here = `${window.location.pathname}${window.location.search}`;
    return (
      <Notice title="You are signed out" role="alert">
        <p>
          <a href={`/sign-in?next=${encodeURIComponent(here)}`}>Sign in again</a> to see this page.
        </p>
      </Notice>
    );
  }
  return (
    <Notice title="This did not load" role="alert">
      <p>{failure.message}</p>
      <Button variant="default" onClick={onRetry}>
        Try again
      </Button>
    </Notice>
  );
}

export const INGEST_COMMAND = (origin: string) => `curl ${origin}/api/v1/ingest \\
  -H "Authorization: Bearer YOUR_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"samples":[{"cell":"A-01","voltage":3.7,"current":1.5,
                   "time":"'$(date -u +%FT%TZ)'"}],
       "cells":{"A-01":{"metadata":{"cathode":"NMC811"}}}}'`;

export function NoCells({ unassigned }: { unassigned: number }) {
  if (unassigned > 0) {
    return (
      <Notice title="No cell falls into a group">
        <p>
          {unassigned === 1 ? "One cell has" : `${unassigned} cells have`} no value in the fields of this grouping. Give
          them one, or choose another grouping.
        </p>
      </Notice>
    );
  }
  return (
    <Notice title="No cells yet">
      <p>
        Groups of cells appear here with their mean and spread, as soon as a cycler sends a sample. Try it with one:
      </p>
      <CopyableCommand command={INGEST_COMMAND} />
      <p className={classes.aside}>
        Put in a key of this lab with the scope <code>ingest</code>. The <a href="/docs/api">API page</a> has the rest.
      </p>
    </Notice>
  );
}

export function NoCycles({ metric }: { metric: MetricDescription }) {
  return (
    <Notice title={`No cycle with ${metric.label.toLowerCase()} yet`}>
      <p>The line begins when a cell of a group finishes its first cycle. Other metrics may have values already.</p>
    </Notice>
  );
}

export function AllHidden({ onShow }: { onShow: () => void }) {
  return (
    <Notice title="All groups are hidden">
      <Button variant="default" onClick={onShow}>
        Show all
      </Button>
    </Notice>
  );
}

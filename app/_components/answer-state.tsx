"use client";

import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { type Failure, failureOf } from "../_trpc/trpc";
import { SignInAgain } from "./account/sign-in-again";
import classes from "./answer-state.module.css";

type Question = { isPending: boolean; isError: boolean; error: unknown; refetch: () => Promise<unknown> };

/** Shown instead of a query's result while it loads or after it failed; nothing once there is a result. */
export function AnswerState({ query, skeleton }: { query: Question; skeleton: ReactNode }) {
  if (query.isError) return <FailedNotice failure={failureOf(query.error)} onRetry={() => void query.refetch()} />;
  return query.isPending ? skeleton : null;
}

/** What happened, and what to do. */
export function FailedNotice({ failure, onRetry }: { failure: Failure; onRetry: () => void }) {
  if (failure.kind === "signed_out") {
    return (
      <Notice title="You are signed out" role="alert">
        <p>
          <SignInAgain /> to see this page.
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

/** Shown where there is no data yet: what would be here, and the next step. */
export function Notice({ title, role, children }: { title: string; role?: "alert"; children?: ReactNode }) {
  return (
    <section className={classes.notice} role={role}>
      <h2 className={classes.title}>{title}</h2>
      {children}
    </section>
  );
}

export function TableSkeleton({ rows }: { rows: number }) {
  return (
    <div className={classes.lines} aria-busy="true">
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines that are all alike
        <Placeholder key={index} />
      ))}
    </div>
  );
}

/** A grey box that breathes. @param className gives it the size of what will be there */
export function Placeholder({ className = "" }: { className?: string | undefined }) {
  return <div className={`${classes.placeholder} ${className}`} />;
}

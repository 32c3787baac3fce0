"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { AnswerState, TableSkeleton } from "@/app/_components/answer-state";
import { useTRPC } from "@/app/_trpc/trpc";
import classes from "../settings.module.css";
import { CreateKeyForm } from "./create-key-form";
import { KeyTable } from "./key-table";
import { NewKey } from "./new-key";

const REFRESH_MS = 30_000;

/** The lab's keys: made, shown once, watched and revoked. */
export function Keys({ labSlug, timeZone }: { labSlug: string; timeZone: string }) {
  const trpc = useTRPC();
  const [newKey, setNewKey] = useState<{ name: string; apiKey: string } | null>(null);
  const keys = useQuery(trpc.keys.list.queryOptions({ labSlug }, { refetchInterval: REFRESH_MS }));
  if (!keys.isSuccess) return <AnswerState query={keys} skeleton={<TableSkeleton rows={6} />} />;
  const working = keys.data.keys.filter(({ revokedAtMs }) => revokedAtMs === null);
  const revoked = keys.data.keys.filter(({ revokedAtMs }) => revokedAtMs !== null);
  return (
    <>
      <p>
        Cyclers and scripts prove with a key that they belong to this lab. <a href="/docs/api">The API page</a> says
        what they can ask.
      </p>
      {newKey ? (
        <NewKey {...newKey} onDone={() => setNewKey(null)} />
      ) : (
        <CreateKeyForm labSlug={labSlug} onCreated={setNewKey} />
      )}
      <section className={classes.section}>
        <h2>Keys that work</h2>
        {working.length === 0 ? (
          <p className={classes.dim}>None yet.</p>
        ) : (
          <KeyTable labSlug={labSlug} keys={working} timeZone={timeZone} />
        )}
      </section>
      {revoked.length > 0 && (
        <details>
          <summary>Revoked ({revoked.length})</summary>
          <KeyTable labSlug={labSlug} keys={revoked} timeZone={timeZone} />
        </details>
      )}
    </>
  );
}

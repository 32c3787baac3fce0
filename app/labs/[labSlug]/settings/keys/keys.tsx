"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { AnswerState, TableSkeleton } from "@/app/_components/answer-state";
import { useTRPC } from "@/app/_trpc/trpc";
import { WorkingAndEnded } from "../working-and-ended";
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
      <WorkingAndEnded
        titles={{ working: "Keys that work", ended: "Revoked" }}
        working={working}
        ended={revoked}
        table={(rows) => <KeyTable labSlug={labSlug} keys={rows} timeZone={timeZone} />}
      />
    </>
  );
}

"use client";

import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "@/app/_trpc/trpc";
import { ActionTable } from "../action-table";
import { ConfirmByName } from "../confirm-by-name";
import { Moment } from "../moment";
import classes from "../settings.module.css";
import { useDoomed } from "../use-doomed";

type Key = {
  apiKeyId: number;
  name: string;
  keyStart: string;
  scopes: readonly string[];
  createdAtMs: number;
  creator: string | null;
  expiresAtMs: number | null;
  revokedAtMs: number | null;
  lastUsedAtMs: number | null;
  samplesOfLastDay: number | null;
};

type KeyTableProps = { labSlug: string; keys: readonly Key[]; timeZone: string };

const COLUMNS = ["Name", "Starts with", "May", "Made", "Expires", "Last used"];
const count = new Intl.NumberFormat("en");

export function KeyTable({ labSlug, keys, timeZone }: KeyTableProps) {
  const trpc = useTRPC();
  const { doomed, setDoomed, onSuccess } = useDoomed<Key>(trpc.keys.list.queryKey({ labSlug }));
  const revoke = useMutation(trpc.keys.revoke.mutationOptions({ onSuccess }));
  const close = () => {
    revoke.reset();
    setDoomed(null);
  };
  return (
    <>
      <ActionTable columns={COLUMNS} numbers={["Samples, 24 h"]}>
        {keys.map((key) => (
          <KeyRow key={key.apiKeyId} apiKey={key} timeZone={timeZone} onRevoke={() => setDoomed(key)} />
        ))}
      </ActionTable>
      <ConfirmByName
        key={doomed?.apiKeyId}
        isOpen={doomed !== null}
        title="Revoke this key?"
        name={doomed?.name ?? ""}
        action="Revoke key"
        isBusy={revoke.isPending}
        error={revoke.error}
        onClose={close}
        onConfirm={() => doomed && revoke.mutate({ labSlug, apiKeyId: doomed.apiKeyId })}
      >
        <p>Whatever uses it is refused within seconds. What it sent stays.</p>
      </ConfirmByName>
    </>
  );
}

type KeyRowProps = { apiKey: Key; timeZone: string; onRevoke: () => void };

function KeyRow({ apiKey, timeZone, onRevoke }: KeyRowProps) {
  const { name, keyStart, scopes, createdAtMs, creator, expiresAtMs, revokedAtMs, lastUsedAtMs } = apiKey;
  const { samplesOfLastDay: samples } = apiKey;
  const hasExpired = expiresAtMs !== null && expiresAtMs <= Date.now();
  return (
    <tr>
      <td className={classes.name}>
        <bdi>{name}</bdi>
      </td>
      <td data-label="Starts with">
        <code>{keyStart}…</code>
      </td>
      <td data-label="May">{scopes.join(", ")}</td>
      <td data-label="Made" title={creator === null ? undefined : `by ${creator}`}>
        <Moment atMs={createdAtMs} timeZone={timeZone} />
      </td>
      <td data-label="Expires">
        {expiresAtMs === null ? "never" : <Moment atMs={expiresAtMs} timeZone={timeZone} />}
        {hasExpired && " · expired"}
      </td>
      <td data-label="Last used">
        {lastUsedAtMs === null ? "never" : <Moment atMs={lastUsedAtMs} timeZone={timeZone} />}
      </td>
      <td data-label="Samples, 24 h" className={classes.number}>
        {samples === null ? "–" : count.format(samples)}
      </td>
      <td>
        {revokedAtMs === null && (
          <div className={classes.actions}>
            <Button variant="default" size="xs" aria-label={`Revoke ${name}`} onClick={onRevoke}>
              Revoke
            </Button>
          </div>
        )}
      </td>
    </tr>
  );
}

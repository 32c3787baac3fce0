"use client";

import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "@/app/_trpc/trpc";
import type { listGrantViews } from "@/server/api/rest/grants";
import { ActionTable } from "../action-table";
import { ConfirmDialog } from "../confirm-dialog";
import { Moment } from "../moment";
import classes from "../settings.module.css";
import { useDoomed } from "../use-doomed";
import { nameOfShown, whatIsShown } from "./prepare-link";

type Link = Awaited<ReturnType<typeof listGrantViews>>["grants"][number];
type LinkTableProps = { labSlug: string; links: readonly Link[]; timeZone: string };

const COLUMNS = ["Shows", "For", "Starts with", "Made", "Ends", "Last used"];

export function LinkTable({ labSlug, links, timeZone }: LinkTableProps) {
  const trpc = useTRPC();
  const { doomed, setDoomed, onSuccess } = useDoomed<Link>(trpc.grants.list.queryKey({ labSlug }));
  const revoke = useMutation(trpc.grants.revoke.mutationOptions({ onSuccess }));
  const close = () => {
    revoke.reset();
    setDoomed(null);
  };
  return (
    <>
      <ActionTable columns={COLUMNS}>
        {links.map((link) => (
          <LinkRow key={link.id} link={link} timeZone={timeZone} onRevoke={() => setDoomed(link)} />
        ))}
      </ActionTable>
      <ConfirmDialog
        isOpen={doomed !== null}
        title="Revoke this link?"
        action="Revoke link"
        isBusy={revoke.isPending}
        error={revoke.error}
        onClose={close}
        onConfirm={() => doomed && revoke.mutate({ labSlug, given: { id: doomed.id } })}
      >
        <p>
          The link to <bdi>{doomed && nameOfShown(doomed)}</bdi> that starts with <code>{doomed?.startsWith}…</code>{" "}
          shows nothing from now on, to nobody. It cannot be undone; what was read by it stays read.
        </p>
      </ConfirmDialog>
    </>
  );
}

function LinkRow({ link, timeZone, onRevoke }: { link: Link; timeZone: string; onRevoke: () => void }) {
  const { label, startsWith, by, at, expiresAt, revokedAt, lastUsedAt } = link;
  const endedMs = Date.parse(revokedAt ?? expiresAt);
  const hasEnded = revokedAt !== null || endedMs <= Date.now();
  return (
    <tr>
      <td className={classes.wrapped}>
        <div className={classes.name}>
          <bdi>{nameOfShown(link)}</bdi>
        </div>
        <span className={classes.dim}>{whatIsShown(link)}</span>
      </td>
      <td data-label="For" className={classes.wrapped}>
        {label === null ? "–" : <bdi>{label}</bdi>}
      </td>
      <td data-label="Starts with">
        <code>{startsWith}…</code>
      </td>
      <td data-label="Made">
        <span>
          <Moment atMs={Date.parse(at)} timeZone={timeZone} /> <span className={classes.dim}>by</span> <bdi>{by}</bdi>
        </span>
      </td>
      <td data-label="Ends">
        <Moment atMs={endedMs} timeZone={timeZone} />
        {hasEnded && (revokedAt === null ? " · expired" : " · revoked")}
      </td>
      <td data-label="Last used">
        {lastUsedAt === null ? "never" : <Moment atMs={Date.parse(lastUsedAt)} timeZone={timeZone} />}
      </td>
      <td>
        {!hasEnded && (
          <div className={classes.actions}>
            <Button
              variant="default"
              size="xs"
              aria-label={`Revoke link to ${nameOfShown(link)}, ${startsWith}`}
              onClick={onRevoke}
            >
              Revoke
            </Button>
          </div>
        )}
      </td>
    </tr>
  );
}

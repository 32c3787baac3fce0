"use client";

import { Alert, Button, Skeleton } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { failureOf, useTRPC } from "../_trpc/trpc";
import classes from "./account.module.css";
import { toBrowserName } from "./browser-name";

const IPV4_IN_IPV6 = /^::ffff:(?=\d+\.)/i;
/** In the time zone of whoever looks: an account belongs to no lab. */
const seen = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "short" });

/** Where this account is signed in, and the way to end it there. */
export function Sessions() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const sessions = useQuery(trpc.account.sessions.queryOptions());
  const onSettled = () => queryClient.invalidateQueries({ queryKey: trpc.account.sessions.queryKey() });
  const revoke = useMutation(trpc.account.revokeSession.mutationOptions({ onSettled }));
  const revokeOthers = useMutation(trpc.account.revokeOtherSessions.mutationOptions({ onSettled }));
  const error = sessions.error ?? revokeOthers.error;
  if (error) return <Alert color="red" variant="light" p="sm" title={failureOf(error).message} />;
  if (!sessions.data) return <Skeleton height={48} />;
  return (
    <>
      <ul className={classes.sessions}>
        {sessions.data.map(({ sessionId, userAgent, ipAddress, lastSeenAt, isCurrent }) => (
          <li key={sessionId} className={classes.session}>
            <span>
              {toBrowserName(userAgent)}
              {isCurrent && " · this one"}
              <br />
              <span className={classes.details}>
                {ipAddress?.replace(IPV4_IN_IPV6, "") || "unknown address"} · seen {seen.format(new Date(lastSeenAt))}
              </span>
            </span>
            {!isCurrent && (
              <Button
                variant="default"
                size="xs"
                flex="none"
                loading={revoke.isPending && revoke.variables.sessionId === sessionId}
                onClick={() => revoke.mutate({ sessionId })}
                aria-label={`Sign out ${toBrowserName(userAgent)}`}
              >
                Sign out
              </Button>
            )}
          </li>
        ))}
      </ul>
      {sessions.data.length > 1 && (
        <div className={classes.buttons}>
          <Button variant="default" loading={revokeOthers.isPending} onClick={() => revokeOthers.mutate()}>
            Sign out everywhere else
          </Button>
        </div>
      )}
    </>
  );
}

"use client";

import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "@/app/_trpc/trpc";
import type { Role } from "@/server/domain/labs/permissions";
import { rolesToInvite } from "@/server/domain/labs/role-changes";
import { ActionTable } from "../action-table";
import { Moment } from "../moment";
import { Refusal } from "@/app/_components/refusal";
import classes from "../settings.module.css";
import { useReread } from "../use-reread";

type Invitation = {
  invitationId: string;
  email: string;
  role: Role;
  inviter: string | null;
  sentAtMs: number;
  hasExpired: boolean;
};

type InvitationTableProps = {
  labSlug: string;
  role: Role;
  invitations: readonly Invitation[];
  timeZone: string;
};

export function InvitationTable({ labSlug, role, invitations, timeZone }: InvitationTableProps) {
  const trpc = useTRPC();
  const reread = useReread(trpc.members.list.queryKey({ labSlug }));
  const resend = useMutation(trpc.members.resendInvitation.mutationOptions(reread));
  const revoke = useMutation(trpc.members.revokeInvitation.mutationOptions(reread));
  const isBusy = resend.isPending || revoke.isPending;
  const mine = rolesToInvite(role);
  return (
    <section className={classes.section}>
      <h2>Invited</h2>
      <Refusal error={resend.error ?? revoke.error} />
      <ActionTable columns={["E-mail", "Role", "Sent", "By"]}>
        {invitations.map((invitation) => (
          <tr key={invitation.invitationId}>
            <td className={classes.name}>{invitation.email}</td>
            <td data-label="Role">{invitation.role}</td>
            <td data-label="Sent">
              <span>
                <Moment atMs={invitation.sentAtMs} timeZone={timeZone} />
                {invitation.hasExpired && " · expired"}
              </span>
            </td>
            <td data-label="By">
              <bdi>{invitation.inviter ?? "–"}</bdi>
            </td>
            <td>
              {mine.includes(invitation.role) && (
                <div className={classes.actions}>
                  <Button
                    variant="default"
                    size="xs"
                    disabled={isBusy}
                    aria-label={`Send the invitation of ${invitation.email} again`}
                    onClick={() => resend.mutate({ labSlug, invitationId: invitation.invitationId })}
                  >
                    Send again
                  </Button>
                  <Button
                    variant="default"
                    size="xs"
                    disabled={isBusy}
                    aria-label={`Revoke the invitation of ${invitation.email}`}
                    onClick={() => revoke.mutate({ labSlug, invitationId: invitation.invitationId })}
                  >
                    Revoke
                  </Button>
                </div>
              )}
            </td>
          </tr>
        ))}
      </ActionTable>
    </section>
  );
}

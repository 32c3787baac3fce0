"use client";

import { useQuery } from "@tanstack/react-query";
import { AnswerState, TableSkeleton } from "@/app/_components/answer-state";
import { useTRPC } from "@/app/_trpc/trpc";
import { rolesToInvite } from "@/server/domain/labs/role-changes";
import { InvitationTable } from "./invitation-table";
import { InviteForm } from "./invite-form";
import { MemberTable } from "./member-table";
import { RoleHelp } from "./role-help";

/** Who is in the lab and in which role, and who is invited. */
export function Members({ labSlug, timeZone }: { labSlug: string; timeZone: string }) {
  const trpc = useTRPC();
  const team = useQuery(trpc.members.list.queryOptions({ labSlug }));
  if (!team.isSuccess) return <AnswerState query={team} skeleton={<TableSkeleton rows={6} />} />;
  const { role, members, invitations } = team.data;
  const roles = rolesToInvite(role);
  return (
    <>
      {roles.length > 0 && <InviteForm labSlug={labSlug} roles={roles} />}
      {invitations.length > 0 && (
        <InvitationTable labSlug={labSlug} role={role} invitations={invitations} timeZone={timeZone} />
      )}
      <MemberTable labSlug={labSlug} role={role} members={members} timeZone={timeZone} />
      <RoleHelp />
    </>
  );
}

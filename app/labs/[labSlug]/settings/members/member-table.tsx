"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/trpc";
import type { Role } from "@/server/domain/labs/permissions";
import { Refusal } from "@/app/_components/refusal";
import { ActionTable } from "../action-table";
import classes from "../settings.module.css";
import { useReread } from "../use-reread";
import type { Member } from "./member";
import { MemberRow } from "./member-row";
import { type MemberDecision, MemberDialog } from "./member-dialog";

type MemberTableProps = { labSlug: string; role: Role; members: readonly Member[]; timeZone: string };

export function MemberTable({ labSlug, role, members, timeZone }: MemberTableProps) {
  const trpc = useTRPC();
  const reread = useReread(trpc.members.list.queryKey({ labSlug }));
  const changeRole = useMutation(trpc.members.changeRole.mutationOptions(reread));
  const [decision, setDecision] = useState<MemberDecision | null>(null);
  return (
    <section className={classes.section}>
      <h2>In the lab</h2>
      <Refusal error={changeRole.error} />
      <ActionTable columns={["Name", "E-mail", "Role", "Joined"]}>
        {members.map((member) => (
          <MemberRow
            key={member.userId}
            member={member}
            role={role}
            timeZone={timeZone}
            isBusy={changeRole.isPending}
            onRole={(given) => changeRole.mutate({ labSlug, userId: member.userId, role: given })}
            onDecide={(verb) => setDecision({ verb, member })}
          />
        ))}
      </ActionTable>
      <MemberDialog labSlug={labSlug} decision={decision} onClose={() => setDecision(null)} />
    </section>
  );
}

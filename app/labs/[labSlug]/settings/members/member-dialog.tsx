"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "@/app/_trpc/trpc";
import { ConfirmDialog } from "../confirm-dialog";
import classes from "../settings.module.css";
import { useReread } from "../use-reread";
import type { Member } from "./member";

export type MemberDecision = { verb: "remove" | "transfer"; member: Member };

type MemberDialogProps = { labSlug: string; decision: MemberDecision | null; onClose: () => void };

const WORDS = {
  remove: {
    title: "Remove this member?",
    action: "Remove",
    consequence: "loses access at once; pages they have open end within half a minute. What they made stays.",
  },
  transfer: {
    title: "Hand the lab over?",
    action: "Hand over",
    consequence: "becomes an owner, and you an admin. Only they can give it back.",
  },
} as const;

export function MemberDialog({ labSlug, decision, onClose }: MemberDialogProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const reread = useReread(trpc.members.list.queryKey({ labSlug }));
  const onSuccess = async () => {
    close();
    await reread.onSuccess();
    router.refresh(); // what the frame shows follows one's own role
  };
  const remove = useMutation(trpc.members.remove.mutationOptions({ onSuccess }));
  const transfer = useMutation(trpc.members.transfer.mutationOptions({ onSuccess }));
  const requested = decision?.verb === "transfer" ? transfer : remove;
  const close = () => {
    remove.reset();
    transfer.reset();
    onClose();
  };
  const { title, action, consequence } = WORDS[decision?.verb ?? "remove"];
  return (
    <ConfirmDialog
      isOpen={decision !== null}
      title={title}
      action={action}
      isBusy={requested.isPending}
      error={requested.error}
      onClose={close}
      onConfirm={() => decision && requested.mutate({ labSlug, userId: decision.member.userId })}
    >
      <p>
        <bdi className={classes.name}>{decision?.member.name || decision?.member.email}</bdi> {consequence}
      </p>
    </ConfirmDialog>
  );
}

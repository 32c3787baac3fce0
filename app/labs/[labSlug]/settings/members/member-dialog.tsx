"use client";

import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { Dialog } from "@/app/_components/dialog";
import { useTRPC } from "@/app/_trpc/trpc";
import { Refusal } from "../refusal";
import classes from "../settings.module.css";
import { useReread } from "../use-reread";
import type { Member } from "./member";

export type MemberDecision = { verb: "remove" | "transfer"; member: Member };

type MemberDialogProps = { labSlug: string; decision: MemberDecision | null; onClose: () => void };

const WORDS = {
  remove: { title: "Remove this member?", action: "Remove" },
  transfer: { title: "Hand the lab over?", action: "Hand over" },
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
  const asked = decision?.verb === "transfer" ? transfer : remove;
  const close = () => {
    remove.reset();
    transfer.reset();
    onClose();
  };
  return (
    <Dialog isOpen={decision !== null} title={WORDS[decision?.verb ?? "remove"].title} place="middle" onClose={close}>
      {decision && (
        <div className={classes.dialog}>
          <p>
            <bdi className={classes.name}>{decision.member.name || decision.member.email}</bdi>{" "}
            {decision.verb === "remove"
              ? "loses access at once; pages they have open end within half a minute. What they made stays."
              : "becomes an owner, and you an admin. Only they can give it back."}
          </p>
          <Refusal error={asked.error} />
          <Button
            color="red.9"
            loading={asked.isPending}
            onClick={() => asked.mutate({ labSlug, userId: decision.member.userId })}
          >
            {WORDS[decision.verb].action}
          </Button>
        </div>
      )}
    </Dialog>
  );
}

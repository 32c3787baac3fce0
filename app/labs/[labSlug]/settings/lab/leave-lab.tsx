"use client";

import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "@/app/_trpc/trpc";
import { ConfirmDialog } from "../confirm-dialog";
import classes from "../settings.module.css";

export function LeaveLab({ labSlug }: { labSlug: string }) {
  const trpc = useTRPC();
  const [isOpen, { open, close }] = useDisclosure(false);
  const onSuccess = () => window.location.assign("/"); // with everything that this tab knows of the lab
  const leave = useMutation(trpc.members.leave.mutationOptions({ onSuccess }));
  return (
    <section className={`${classes.section} ${classes.danger}`}>
      <h2>Leave this lab</h2>
      <p>You lose access at once. What you made stays, and so do your keys. To come back you need an invitation.</p>
      <Button variant="default" onClick={open}>
        Leave the lab
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        title="Leave this lab?"
        action="Leave the lab"
        isBusy={leave.isPending}
        error={leave.error}
        onClose={close}
        onConfirm={() => leave.mutate({ labSlug })}
      />
    </section>
  );
}

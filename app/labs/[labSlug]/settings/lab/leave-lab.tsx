"use client";

import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { Dialog } from "@/app/_components/dialog";
import { useTRPC } from "@/app/_trpc/trpc";
import { Refusal } from "../refusal";
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
      <Dialog isOpen={isOpen} title="Leave this lab?" place="middle" onClose={close}>
        <div className={classes.dialog}>
          <Refusal error={leave.error} />
          <Button color="red.9" loading={leave.isPending} onClick={() => leave.mutate({ labSlug })}>
            Leave the lab
          </Button>
        </div>
      </Dialog>
    </section>
  );
}

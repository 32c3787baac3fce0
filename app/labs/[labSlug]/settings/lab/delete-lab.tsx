"use client";

import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "@/app/_trpc/trpc";
import { ConfirmByName } from "../confirm-by-name";
import classes from "../settings.module.css";

export function DeleteLab({ labSlug, name }: { labSlug: string; name: string }) {
  const trpc = useTRPC();
  const [isOpen, { open, close }] = useDisclosure(false);
  const onSuccess = () => window.location.assign("/");
  const remove = useMutation(trpc.labs.delete.mutationOptions({ onSuccess }));
  return (
    <section className={`${classes.section} ${classes.danger}`}>
      <h2>Delete this lab</h2>
      <p>
        Every cell with its samples, cycles and metadata, every grouping, key, member and the audit. Cyclers are refused
        at once. This cannot be undone.
      </p>
      <Button variant="default" onClick={open}>
        Delete the lab
      </Button>
      <ConfirmByName
        isOpen={isOpen}
        title="Delete this lab?"
        name={name}
        action="Delete the lab"
        isBusy={remove.isPending}
        error={remove.error}
        onClose={close}
        onConfirm={(typed) => remove.mutate({ labSlug, name: typed })}
      >
        <p>Everything in it goes, for everybody, for good.</p>
      </ConfirmByName>
    </section>
  );
}

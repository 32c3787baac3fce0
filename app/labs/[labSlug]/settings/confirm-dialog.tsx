"use client";

import { Button } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { Dialog } from "@/app/_components/dialog";
import { Refusal } from "@/app/_components/refusal";
import classes from "./settings.module.css";

export type ConfirmDialogProps = {
  isOpen: boolean;
  title: string;
  /** The verb of the button. */
  action: string;
  /** Whether what was entered suffices to confirm. */
  isReady?: boolean;
  isBusy: boolean;
  error: unknown;
  onClose: () => void;
  onConfirm: () => void;
  /** What is lost with it. */
  children?: ReactNode;
};

/** Asks for confirmation before something is lost. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { isOpen, title, action, isReady = true, isBusy, error, onClose, onConfirm, children } = props;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) onConfirm();
  };
  return (
    <Dialog isOpen={isOpen} title={title} place="middle" onClose={onClose}>
      <form className={classes.dialog} onSubmit={submit}>
        {children}
        <Refusal error={error} />
        <Button type="submit" color="red.9" disabled={!isReady} loading={isBusy}>
          {action}
        </Button>
      </form>
    </Dialog>
  );
}

"use client";

import { TextInput } from "@mantine/core";
import { useState } from "react";
import { ConfirmDialog, type ConfirmDialogProps } from "./confirm-dialog";
import classes from "./settings.module.css";

type ConfirmByNameProps = Omit<ConfirmDialogProps, "isReady" | "onConfirm"> & {
  /** What has to be typed. */
  name: string;
  onConfirm: (typed: string) => void;
};

/** Asks for the name of what is about to be lost. */
export function ConfirmByName({ name, onClose, onConfirm, children, ...dialog }: ConfirmByNameProps) {
  const [typed, setTyped] = useState("");
  const close = () => {
    setTyped("");
    onClose();
  };
  return (
    <ConfirmDialog
      {...dialog}
      isReady={typed.normalize("NFC").trim() === name}
      onClose={close}
      onConfirm={() => onConfirm(typed)}
    >
      {children}
      <TextInput
        label={
          <>
            Type <bdi className={classes.name}>{name}</bdi> to confirm
          </>
        }
        value={typed}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        autoComplete="off"
        data-autofocus
      />
    </ConfirmDialog>
  );
}

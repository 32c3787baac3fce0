"use client";

import { Button, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { Dialog } from "@/app/_components/dialog";
import { Refusal } from "./refusal";
import classes from "./settings.module.css";

type ConfirmByNameProps = {
  isOpen: boolean;
  title: string;
  /** What has to be typed. */
  name: string;
  /** The verb of the button. */
  action: string;
  isBusy: boolean;
  error: unknown;
  onClose: () => void;
  onConfirm: (typed: string) => void;
  /** What goes with it. */
  children: ReactNode;
};

/** Asks for the name of what is about to be lost. */
export function ConfirmByName(props: ConfirmByNameProps) {
  const { isOpen, title, name, action, isBusy, error, onClose, onConfirm, children } = props;
  const [typed, setTyped] = useState("");
  const isRight = typed.normalize("NFC").trim() === name;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isRight) onConfirm(typed);
  };
  const close = () => {
    setTyped("");
    onClose();
  };
  return (
    <Dialog isOpen={isOpen} title={title} place="middle" onClose={close}>
      <form className={classes.dialog} onSubmit={submit}>
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
        <Refusal error={error} />
        <Button type="submit" color="red.9" disabled={!isRight} loading={isBusy}>
          {action}
        </Button>
      </form>
    </Dialog>
  );
}

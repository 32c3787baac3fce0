"use client";

import { CloseButton } from "@mantine/core";
import { type MouseEvent, type ReactNode, useEffect, useId, useRef } from "react";
import classes from "./dialog.module.css";

type DialogProps = {
  isOpen: boolean;
  title: string;
  /** In the middle of the screen, there and wide, or a sheet from its lower edge. */
  place: "middle" | "wide" | "sheet";
  onClose: () => void;
  /** Asked before Escape, the cross or a click beside it close the dialog: a draft in it would be lost. */
  mayClose?: () => boolean;
  children: ReactNode;
};

/** The browser's own modal dialog: it keeps the focus, gives it back, and closes on Escape. */
export function Dialog({ isOpen, title, place, onClose, mayClose = () => true, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    if (isOpen) ref.current?.showModal();
    else ref.current?.close();
  }, [isOpen]);
  const closeOutside = (event: MouseEvent) => {
    // The dialog's own box is all padding-free content: what hits the element itself is its backdrop.
    if (event.target === ref.current && mayClose()) onClose();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it, which the browser sees to
    <dialog
      ref={ref}
      className={classes.dialog}
      data-place={place}
      aria-labelledby={titleId}
      onClose={onClose}
      onCancel={(event) => {
        if (event.target === ref.current && !mayClose()) event.preventDefault();
      }}
      onClick={closeOutside}
    >
      <div className={classes.content}>
        <div className={classes.head}>
          <h2 id={titleId} className={classes.title}>
            {title}
          </h2>
          <CloseButton aria-label="Close" onClick={() => mayClose() && onClose()} />
        </div>
        {isOpen && children}
      </div>
    </dialog>
  );
}

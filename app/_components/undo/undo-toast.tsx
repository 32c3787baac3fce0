"use client";

import { Button, CloseButton } from "@mantine/core";
import { useEffect, useState, useSyncExternalStore } from "react";
import { createPortal } from "react-dom";
import { failureOf } from "@/app/_trpc/trpc";
import { useShortcut } from "../browser/use-shortcut";
import { acceptUndo, endUndo, type UndoState } from "./undo-offers";
import classes from "./undo-toast.module.css";

/** How long something may be undone, and how long is said what came of it. */
const OFFERED_MS = 10_000;
const SAID_MS = 5_000;

const accept = () => void acceptUndo((error) => failureOf(error).message);

/** What was just done, with the button that undoes it. */
export function UndoToast({ state }: { state: UndoState }) {
  useShortcut("u", accept);
  const host = useTopLayer();
  // A modal dialog lets nothing outside of it be reached.
  return host && createPortal(<Toast key={`${state.key} ${state.step}`} state={state} />, host);
}

function Toast({ state }: { state: UndoState }) {
  const { key, step } = state;
  const [isHeld, setIsHeld] = useState(false);
  useEffect(() => {
    // Whoever reads it or reaches for it has time.
    if (isHeld || step === "busy") return undefined;
    const timer = setTimeout(() => endUndo(key), step === "offered" ? OFFERED_MS : SAID_MS);
    return () => clearTimeout(timer);
  }, [key, step, isHeld]);
  return (
    <section
      className={classes.toast}
      aria-label="Undo"
      onPointerEnter={() => setIsHeld(true)}
      onPointerLeave={() => setIsHeld(false)}
      onFocus={() => setIsHeld(true)}
      onBlur={() => setIsHeld(false)}
    >
      {/* It is told of as it comes, without being looked at. */}
      <span
        className={classes.text}
        role={step === "failed" ? "alert" : "status"}
        data-tone={step === "failed" ? "bad" : undefined}
      >
        {"offer" in state ? state.offer.text : state.text}
      </span>
      {"offer" in state && (
        <Button variant="default" size="compact-sm" loading={step === "busy"} title="Undo (u)" onClick={accept}>
          Undo
        </Button>
      )}
      <CloseButton size="sm" aria-label="Close what was said" onClick={() => endUndo(key)} />
    </section>
  );
}

/** Where something is above all else: the dialog that was opened last, or the page. */
const topLayer = (): Element => [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;

function useTopLayer(): Element | null {
  return useSyncExternalStore(followDialogs, topLayer, () => null);
}

/** A dialog that goes with its part of the page tells nobody. */
const LOOK_EVERY_MS = 200;

function followDialogs(changed: () => void) {
  // Neither event bubbles.
  for (const type of ["close", "toggle"]) document.addEventListener(type, changed, true);
  const timer = setInterval(changed, LOOK_EVERY_MS);
  return () => {
    clearInterval(timer);
    for (const type of ["close", "toggle"]) document.removeEventListener(type, changed, true);
  };
}

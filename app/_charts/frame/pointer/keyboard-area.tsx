"use client";

import type { KeyboardEvent, ReactNode } from "react";
import classes from "./keyboard-area.module.css";

type KeyboardAreaProps = {
  label: string;
  /** What its keys do, in words. */
  hint: string;
  keys: Readonly<Partial<Record<string, () => void>>>;
  /** What is pointed at now, for those who do not see it. */
  readout: string;
  className?: string | undefined;
  children: ReactNode;
};

/** Charts that a keyboard reaches: one stop, whose keys do what the pointer does. */
export function KeyboardArea({ label, hint, keys, readout, className, children }: KeyboardAreaProps) {
  const press = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = keys[event.key];
    if (!act) return;
    // The page's own keys, and scrolling, would do something else with it.
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  return (
    <section
      className={`${classes.area} ${className ?? ""}`}
      aria-label={`${label}. ${hint}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it has keys of its own
      tabIndex={0}
      onKeyDown={press}
    >
      {children}
      <p className={classes.readout} aria-live="polite">
        {readout}
      </p>
    </section>
  );
}

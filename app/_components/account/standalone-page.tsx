import type { ReactNode } from "react";
import { Logo } from "../logo";
import classes from "./standalone-page.module.css";

/** A page of a few lines outside the frame of a lab. */
export function StandalonePage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className={classes.page}>
      <div className={classes.sheet}>
        <Logo />
        <h1 className={classes.title}>{title}</h1>
        {children}
      </div>
    </main>
  );
}

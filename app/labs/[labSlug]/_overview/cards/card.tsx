import type { ReactNode } from "react";
import { Placeholder } from "@/app/_components/answer-state";
import classes from "./card.module.css";

type CardProps = {
  title: string;
  /** What it tells of, behind an ⓘ. */
  hint?: ReactNode;
  aside?: ReactNode;
  isWide?: boolean;
  isRow?: boolean;
  isLoading?: boolean;
  children: ReactNode;
};

/** One thing that the overview tells. It has its size before it knows. */
export function Card({ title, hint, aside, isWide = false, isRow = false, isLoading = false, children }: CardProps) {
  return (
    <section
      className={classes.card}
      data-wide={isWide || undefined}
      data-row={isRow || undefined}
      aria-label={title}
      aria-busy={isLoading}
    >
      <header className={classes.head}>
        <div className={classes.titled}>
          <h2 className={classes.title}>{title}</h2>
          {hint}
        </div>
        {aside}
      </header>
      {isLoading ? <Placeholder className={classes.placeholder} /> : children}
    </section>
  );
}

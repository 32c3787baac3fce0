import { type ReactNode, useId } from "react";
import classes from "./page-section.module.css";

type PageSectionProps = {
  title: string;
  /** Said beside the title. */
  aside?: ReactNode;
  controls?: ReactNode;
  children: ReactNode;
};

/** A part of the page: its title, what is chosen of it, and what it shows. */
export function PageSection({ title, aside, controls, children }: PageSectionProps) {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id}>
      <div className={classes.head}>
        <h2 id={id} className={classes.title}>
          {title}
        </h2>
        {aside && <p className={classes.aside}>{aside}</p>}
        {controls && <div className={classes.controls}>{controls}</div>}
      </div>
      {children}
    </section>
  );
}

"use client";

import { SimulatedCells } from "../../start/simulated-cells";
import classes from "../settings.module.css";

export function SimulationSection({ labSlug }: { labSlug: string }) {
  return (
    <section className={`${classes.section} ${classes.danger}`}>
      <h2>Simulated cells</h2>
      <p>
        Sixteen cells in four groups with sixty cycles each, one of them a stray; they go on for an hour in a
        time-lapse. Removing them leaves nothing of them behind.
      </p>
      <SimulatedCells labSlug={labSlug} />
    </section>
  );
}

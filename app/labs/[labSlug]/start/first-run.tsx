"use client";

import { Button } from "@mantine/core";
import { Link } from "@/app/_components/link";
import { may, type Role } from "@/server/domain/labs/permissions";
import classes from "./first-run.module.css";
import { FirstKey } from "./first-key";
import { SimulatedCells } from "./simulated-cells";
import { useFirstSample } from "./use-first-sample";

type FirstRunProps = {
  lab: { slug: string; name: string };
  role: Role;
  /** Whether the page is the overview, which shows the first cell by itself. */
  isOverview?: boolean;
};

/** The ways to a first cell. Goes to the page of that cell by itself when its first sample arrives, or to the overview where several came at once. */
export function FirstRun({ lab, role, isOverview = false }: FirstRunProps) {
  const overview = `/labs/${lab.slug}`;
  const hasSamples = useFirstSample(lab.slug, !isOverview);
  return (
    <div className={classes.page}>
      <h1 className={classes.title}>
        Bring a first cell into <bdi>{lab.name}</bdi>
      </h1>
      <p className={classes.waiting} role="status">
        {hasSamples ? (
          <>
            Samples have arrived. <Link href={overview}>See the overview</Link>
          </>
        ) : (
          `This page turns into the ${isOverview ? "overview" : "page of a cell"} by itself when the first sample arrives.`
        )}
      </p>
      <section className={classes.way}>
        <h2>Send a sample</h2>
        {may(role, "manageKeys") ? (
          <FirstKey labSlug={lab.slug} />
        ) : (
          <p>With a key of this lab, which an admin or owner makes, a cycler or a script sends samples over HTTPS.</p>
        )}
        <p className={classes.dim}>
          <a href="/docs/api">The API page</a> says what else a sample can carry.
        </p>
      </section>
      <section className={classes.way}>
        <h2>Drop a cycler's file</h2>
        <p>
          Files of Neware, Maccor, Arbin, BioLogic and others, as they are: you see what they hold before anything of
          them is stored.
        </p>
        {may(role, "imports") ? (
          <Button component={Link} variant="default" href={`/labs/${lab.slug}/import?first=1`}>
            Import files
          </Button>
        ) : (
          <p className={classes.dim}>A member of the lab brings them in.</p>
        )}
      </section>
      {may(role, "editGroupings") && (
        <section className={classes.way}>
          <h2>Watch simulated cyclers</h2>
          <p>
            Sixteen cells in four groups, sixty cycles each, that go on in a time-lapse. One of them strays: find it.
            They are removed as easily, here or in the settings of the lab.
          </p>
          <SimulatedCells labSlug={lab.slug} />
        </section>
      )}
    </div>
  );
}

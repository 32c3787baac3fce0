"use client";

import { Button } from "@mantine/core";
import Link from "next/link";
import classes from "./first-run.module.css";
import { FirstKey } from "./first-key";
import { SimulatedCells } from "./simulated-cells";
import { useFirstSample } from "./use-first-sample";

type FirstRunProps = {
  lab: { slug: string; name: string };
  mayMakeKeys: boolean;
  mayImport: boolean;
  maySimulate: boolean;
};

/** The ways to a first cell on the chart. Becomes the page of that cell by itself when the first sample arrives. */
export function FirstRun({ lab, mayMakeKeys, mayImport, maySimulate }: FirstRunProps) {
  const groups = `/labs/${lab.slug}/groups`;
  const hasSamples = useFirstSample(lab.slug);
  return (
    <div className={classes.page}>
      <h1 className={classes.title}>
        Bring a first cell into <bdi>{lab.name}</bdi>
      </h1>
      <p className={classes.waiting} role="status">
        {hasSamples ? (
          <>
            Samples have arrived. <Link href={groups}>See the groups</Link>
          </>
        ) : (
          "This page turns into the chart by itself when the first sample arrives."
        )}
      </p>
      <section className={classes.way}>
        <h2>Send a sample</h2>
        {mayMakeKeys ? (
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
        {mayImport ? (
          <Button component={Link} variant="default" href={`/labs/${lab.slug}/import`}>
            Import files
          </Button>
        ) : (
          <p className={classes.dim}>A member of the lab brings them in.</p>
        )}
      </section>
      {maySimulate && (
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

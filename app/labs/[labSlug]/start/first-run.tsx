"use client";

import Link from "next/link";
import { CopyableCommand } from "@/app/_components/copyable-command";
import classes from "./first-run.module.css";
import { FirstKey } from "./first-key";
import { SimulatedCells } from "./simulated-cells";
import { useFirstSample } from "./use-first-sample";

const REPLAY_COMMAND = (origin: string) => `npm run simulate -- --url ${origin} --key YOUR_KEY \\
  --replay fixtures/neware_uio.csv --cell UiO-01`;

type FirstRunProps = { lab: { slug: string; name: string }; mayMakeKeys: boolean; maySimulate: boolean };

/** The ways to a first cell on the chart. Becomes the groups by itself when the first sample arrives. */
export function FirstRun({ lab, mayMakeKeys, maySimulate }: FirstRunProps) {
  const groups = `/labs/${lab.slug}/groups`;
  const hasSamples = useFirstSample(groups);
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
        <h2>Play a cycler's file</h2>
        <p>
          Dropping files here comes later. Until then a command plays one as a cycler would have sent it; the sources of
          ChargeTracker hold a real one:
        </p>
        <CopyableCommand command={REPLAY_COMMAND} />
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

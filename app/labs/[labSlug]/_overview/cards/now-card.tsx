"use client";

import { useTick } from "@/app/_components/browser/use-tick";
import type { LabOverview } from "@/server/domain/cells/lab-overview";
import { Card } from "./card";
import classes from "./figures.module.css";
import { ageText } from "../prepare-age";

const TICK_MS = 1_000;
const RATE_DIGITS = 3;

type NowCardProps = { overview: LabOverview | null; skewMs: number; timeZone: string };

/** How fast samples come in, and since when none has. */
export function NowCard({ overview, skewMs, timeZone }: NowCardProps) {
  if (overview === null) {
    return (
      <Card title="Arriving now" isLoading>
        {null}
      </Card>
    );
  }
  return <Arriving overview={overview} skewMs={skewMs} timeZone={timeZone} />;
}

function Arriving({ overview: { samplesPerS, cells }, skewMs, timeZone }: NowCardProps & { overview: LabOverview }) {
  useTick(TICK_MS);
  const arrivals = cells.flatMap(({ arrivedAtMs }) => arrivedAtMs ?? []);
  const latest = arrivals.length === 0 ? null : arrivals.reduce((left, right) => Math.max(left, right));
  const age =
    latest === null ? null : ageText({ arrivedAtMs: latest, lastSampleAtMs: null }, Date.now() - skewMs, timeZone);
  const sending = cells.filter(({ state }) => state === "running" || state === "resting").length;
  return (
    <Card title="Arriving now">
      <p className={classes.figure}>
        {rateText(samplesPerS)} <span className={classes.unit}>samples/s</span>
      </p>
      <dl className={classes.pairs}>
        <div>
          <dt>Cells that send</dt>
          <dd>{sending.toLocaleString("en")}</dd>
        </div>
        <div>
          <dt>Last sample</dt>
          <dd suppressHydrationWarning>{age ?? "none received live"}</dd>
        </div>
      </dl>
      <p className={classes.note}>Stored over the last 30 s, files included.</p>
    </Card>
  );
}

/** Three digits tell a rate; a slow one keeps its decimals. */
function rateText(perS: number): string {
  return perS.toLocaleString("en", { maximumSignificantDigits: RATE_DIGITS });
}

"use client";

import { NativeSelect } from "@mantine/core";
import dynamic from "next/dynamic";
import { useCallback, useMemo } from "react";
import type { Point } from "@/app/_charts/points/prepare-points";
import { Placeholder } from "@/app/_components/answer-state";
import { GuideHint, GuideLink } from "@/app/_components/guide-hint";
import type { CellTests, PagePulse } from "@/server/domain/cells/cell-page";
import { UNCERTAINTY_LIMITS } from "@/server/domain/cycles/metrics";
import type { RateTestStep } from "@/server/domain/cycles/pulses/rate-test";
import { PULSE_TIMES } from "@/server/domain/cycles/pulses/step-pulse";
import facts from "../_facts/facts.module.css";
import type { SectionProps } from "../_charts/section-props";
import { PageSection } from "../page-section";
import { TableLink } from "../table-link";
import { type PageCell, useCellTests } from "../use-cell-queries";
import {
  formationFacts,
  hasRateTest,
  pulseColumns,
  pulsePoints,
  pulseTimes,
  rateColumns,
  ratePoints,
  shownPulseTime,
} from "./prepare-tests";
import { TestTable } from "./test-table";
import classes from "./tests.module.css";

const PointsChart = dynamic(() => import("@/app/_charts/points/points-chart").then((loaded) => loaded.PointsChart), {
  ssr: false,
  loading: () => <Placeholder className={classes.chart} />,
});

type TestsProps = Omit<SectionProps, "cycles"> & { timeZone: string };

/** What formation, a rate test and pulses told of the cell; each only where it had one. */
export function TestsSections(props: TestsProps) {
  const { data } = useCellTests(props.page);
  if (!data) return null;
  return (
    <>
      {data.formation && <Formation formation={data.formation} />}
      {hasRateTest(data) && <RateTest page={props.page} steps={data.rateTest} />}
      {data.pulses.length > 0 && <Pulses {...props} pulses={data.pulses} more={data.morePulses} />}
    </>
  );
}

function Formation({ formation }: { formation: NonNullable<CellTests["formation"]> }) {
  const hasBound = formation.efficiencyUncertainty !== null;
  return (
    <PageSection
      title="Formation"
      controls={
        <GuideHint label="How first-cycle efficiency is defined" to="firstCycleEfficiency">
          <p>
            Of the first complete, non-partial cycle: what its discharge returned of its charge, and what it did not.
          </p>
          {hasBound && <p>At most ± is {UNCERTAINTY_LIMITS}.</p>}
        </GuideHint>
      }
    >
      <dl className={facts.ageing}>
        {formationFacts(formation).map(({ name, value, detail, guide }) => (
          <div key={name}>
            <dt>
              <GuideLink to={guide}>{name}</GuideLink>
            </dt>
            <dd>
              {value}
              <span className={facts.detail}>{detail}</span>
            </dd>
          </div>
        ))}
      </dl>
    </PageSection>
  );
}

function RateTest({ page, steps }: { page: PageCell; steps: readonly RateTestStep[] }) {
  const columns = useMemo(() => rateColumns(steps), [steps]);
  const shown = useMemo(() => ratePoints(steps), [steps]);
  const rows = steps.map(({ rate }) => ({ key: rate, name: rate }));
  return (
    <PageSection
      title="Rate test"
      aside="Mean of the statistics cycles at each discharge rate, formation apart"
      controls={<TableLink page={page} table="rate-test" />}
    >
      <div className={classes.pair}>
        <PointsChart {...shown} label="Rate test" name={page.cell} isJoined onChoose={null} />
        <TestTable label="Table of rates" first="Rate" rows={rows} columns={columns} />
      </div>
    </PageSection>
  );
}

type PulsesProps = TestsProps & { pulses: readonly PagePulse[]; more: number };

function Pulses({ page, state, onChange, timeZone, pulses, more }: PulsesProps) {
  const time = shownPulseTime(pulses, state.pulse);
  const columns = useMemo(() => pulseColumns(pulses, time), [pulses, time]);
  const shown = useMemo(() => pulsePoints(pulses, time, timeZone), [pulses, time, timeZone]);
  const choose = useCallback(
    ({ key }: Point) => {
      const pulse = pulses.find((one) => keyOf(one) === key);
      if (pulse) onChange({ cycle: pulse.cycle });
    },
    [pulses, onChange],
  );
  const rows = pulses.map((pulse) => ({
    key: keyOf(pulse),
    name: `Cycle ${pulse.cycle}, step ${pulse.index}`,
    onLook: () => onChange({ cycle: pulse.cycle }),
  }));
  return (
    <PageSection
      title="Pulses"
      aside={`${pulses.length} between rests${more > 0 ? `, and ${more} more in the CSV` : ""}. ● discharge, ○ charge`}
      controls={
        <>
          <NativeSelect
            size="xs"
            aria-label="Resistance that is drawn"
            value={time}
            data={pulseTimes(pulses)}
            onChange={({ currentTarget: { value } }) => {
              const pulse = PULSE_TIMES.find((one) => one === value);
              if (pulse) onChange({ pulse });
            }}
          />
          <TableLink page={page} table="pulses" />
        </>
      }
    >
      <div className={classes.pair}>
        {shown.points.length > 0 && (
          <PointsChart {...shown} label="Pulse resistance" name={page.cell} isJoined={false} onChoose={choose} />
        )}
        <TestTable label="Table of pulses" first="Pulse" rows={rows} columns={columns} />
      </div>
    </PageSection>
  );
}

const keyOf = ({ test, index }: PagePulse) => `${test} ${index}`;

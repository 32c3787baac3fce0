"use client";

import { NativeSelect } from "@mantine/core";
import dynamic from "next/dynamic";
import { useCallback, useMemo } from "react";
import type { Point } from "@/app/_charts/points/prepare-points";
import { Placeholder } from "@/app/_components/answer-state";
import type { PagePulse } from "@/server/domain/cells/cell-page";
import type { RateTestStep } from "@/server/domain/cycles/pulses/rate-test";
import { PULSE_TIMES } from "@/server/domain/cycles/pulses/step-pulse";
import { PageSection } from "../page-section";
import { TableLink } from "../table-link";
import type { PageCell } from "../use-cell-queries";
import { pulseColumns, pulsePoints, pulseTimes, rateColumns, ratePoints, shownPulseTime } from "./prepare-tests";
import { TestTable } from "./test-table";
import classes from "./tests.module.css";
import type { TestsProps } from "./tests-props";

const PointsChart = dynamic(() => import("@/app/_charts/points/points-chart").then((loaded) => loaded.PointsChart), {
  ssr: false,
  loading: () => <Placeholder className={classes.chart} />,
});

/** Capacity at each rate. */
export function RateTest({ page, steps }: { page: PageCell; steps: readonly RateTestStep[] }) {
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

/** Resistance of each pulse. */
export function Pulses({ page, state, onChange, timeZone, pulses, more }: PulsesProps) {
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

"use client";

import { NumberInput } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { CurvesChart } from "@/app/_charts/curves/curves-chart";
import { AnswerState, Placeholder } from "@/app/_components/answer-state";
import { FailingPart } from "@/app/_components/failing-part";
import { GuideLink } from "@/app/_components/guide-hint";
import { useLive } from "@/app/_trpc/live-provider";
import { useTRPC } from "@/app/_trpc/trpc";
import { useLabChanges } from "@/app/_trpc/use-lab-changes";
import charts from "../_charts/charts.module.css";
import type { SectionProps } from "../_charts/section-props";
import type { PageCell } from "../use-cell-queries";
import classes from "./delta-q.module.css";
import { comparedPair, prepareDeltaQ } from "./prepare-delta-q";

const PAUSE_MS = 10_000;
const UNZOOMED = { x: { from: null, to: null }, y: { from: null, to: null } };
const NONE: never[] = [];
const nothing = () => {};

type Pair = { earlier: number; later: number };

/** How the discharge of a later cycle differs from an earlier one's, over the voltage. */
export function DeltaQ({ page, cycles, state, onChange }: SectionProps) {
  const all = cycles.data?.cycles;
  const pair = all ? comparedPair(all, state) : null;
  if (!all) return <Placeholder className={charts.curves} />;
  if (!pair) return <p className={charts.nothing}>ΔQ(V) is drawn here when two cycles are finished.</p>;
  return (
    <section className={classes.delta} aria-label="ΔQ(V) between two cycles">
      <div className={classes.cycles}>
        <CycleInput label="Cycle" value={pair.later} onChoose={(cycle) => onChange({ cycle, against: pair.earlier })} />
        <CycleInput
          label="less cycle"
          value={pair.earlier}
          onChoose={(against) => onChange({ against, cycle: pair.later })}
        />
      </div>
      <Difference page={page} pair={pair} />
    </section>
  );
}

type CycleInputProps = { label: string; value: number; onChoose: (cycle: number) => void };

function CycleInput({ label, value, onChoose }: CycleInputProps) {
  return (
    <NumberInput
      className={classes.cycle}
      size="xs"
      label={label}
      allowDecimal={false}
      hideControls
      key={value}
      defaultValue={value}
      onKeyDown={({ key, currentTarget }) => key === "Enter" && currentTarget.blur()}
      onBlur={({ currentTarget }) => {
        const cycle = Number(currentTarget.value);
        if (currentTarget.value !== "" && cycle !== value) onChoose(cycle);
      }}
    />
  );
}

function Difference({ page: { labSlug, cell, cellId }, pair }: { page: PageCell; pair: Pair }) {
  const trpc = useTRPC();
  const { staleTime } = useLive();
  const input = { labSlug, cell, query: { kind: "dq", cycles: `${pair.earlier},${pair.later}` } as const };
  const query = useQuery(trpc.cells.curves.queryOptions(input, { staleTime, placeholderData: keepPreviousData }));
  useLabChanges({
    dependsOn: { cells: [cellId], configuration: true },
    read: [trpc.cells.curves.queryKey(input)],
    isReady: query.data !== undefined,
    pauseMs: PAUSE_MS,
  });
  const prepared = useMemo(() => query.data && prepareDeltaQ(query.data.curves), [query.data]);
  if (!prepared) return <AnswerState query={query} skeleton={<Placeholder className={charts.curves} />} />;
  const { family, feature, note } = prepared;
  const said = `${pair.earlier} ${pair.later}`;
  return (
    <>
      <p className={classes.feature}>
        <GuideLink to="dq">log₁₀ var ΔQ(V)</GuideLink> <strong>{feature ?? "–"}</strong>
        <span>
          {" "}
          of cycle {pair.later} − cycle {pair.earlier}, in Ah², discharge (Severson et al. 2019)
        </span>
      </p>
      {note !== null && <p className={charts.hint}>{note}</p>}
      {family.curves.length > 0 && (
        <FailingPart title="This difference cannot be drawn" shownKey={said}>
          <div className={charts.curves}>
            <CurvesChart
              viewKey={said}
              name={cell}
              label={`ΔQ(V) of cycle ${pair.later} − cycle ${pair.earlier}`}
              family={family}
              kind="overTime"
              chosen={NONE}
              chosenCycle={null}
              peers={NONE}
              zoomed={UNZOOMED}
              onChoose={nothing}
              onZoom={nothing}
            />
          </div>
        </FailingPart>
      )}
    </>
  );
}

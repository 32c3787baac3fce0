"use client";

import { Button, NativeSelect, RangeSlider, SegmentedControl } from "@mantine/core";
import dynamic from "next/dynamic";
import { useCallback, useMemo, useState } from "react";
import type { Zoom } from "@/app/_charts/frame/prepare-projection";
import {
  FAMILY_KINDS,
  FAMILY_MODES,
  type Family,
  type FamilyCurve,
  prepareFamily,
  preparePeers,
} from "@/app/_charts/curves/prepare-curves";
import { AnswerState, Placeholder } from "@/app/_components/answer-state";
import { GuideLink } from "@/app/_components/guide-hint";
import { useIsShared } from "@/app/_components/use-is-shared";
import { FailingPart } from "@/app/_components/failing-part";
import type { CellCycles } from "@/server/domain/cells/cell-page";
import { SMOOTHINGS, type Smoothing, WHOLE_CURVES } from "../cell-page-state";
import { PageSection } from "../page-section";
import { TableLink } from "../table-link";
import { useCellCurves, useCellPeers } from "../use-cell-queries";
import classes from "./charts.module.css";
import { ComparisonNote, ComparisonSelect } from "./comparison";
import { FewerCycles } from "./fewer-cycles";
import { comparedCycle } from "./prepare-comparison";
import { chosenCurves, cyclesOfFamily, noteText, parametersText, zoomOf, zoomedTo } from "./prepare-curves-view";
import { isDerivative, smoothingQuery } from "./prepare-smoothing";
import type { SectionProps } from "./section-props";

const CurvesChart = dynamic(() => import("./lower-charts").then(({ CurvesChart: chart }) => chart), {
  ssr: false,
  loading: () => <Placeholder className={classes.curves} />,
});

const KIND_LABELS = { vq: "V–Q", dqdv: "dQ/dV", dvdq: "dV/dQ" } as const;
const MODE_LABELS = { discharge: "Discharge", charge: "Charge", both: "Both" } as const;
const TITLES = { vq: "Voltage profiles", dqdv: "Differential capacity", dvdq: "Differential voltage" } as const;

/** Curves of the cell's cycles, coloured by cycle. */
export function CurvesSection(props: SectionProps) {
  const { page, cycles, state, onChange } = props;
  const { kind, mode } = state;
  const isShared = useIsShared();
  const all = cycles.data?.cycles;
  const smoothed = smoothingQuery(state, cycles.data?.metrics);
  const requested = { kind, mode, cycles: cyclesOfFamily(all, state), smoothed };
  const query = useCellCurves(page, requested);
  const family = useMemo(() => query.data && prepareFamily(query.data.curves, kind, mode), [query.data, kind, mode]);
  // A result of another kind, kept while the next one loads, has other axes.
  const shown = query.data?.kind === kind ? family : undefined;
  const { cycle, peers } = useComparison(props);
  return (
    <PageSection
      title={TITLES[kind]}
      controls={
        <>
          <SegmentedControl
            size="xs"
            aria-label="Kind of curves"
            value={kind}
            data={FAMILY_KINDS.map((value) => ({ value, label: KIND_LABELS[value] }))}
            onChange={(value) => onChange({ kind: value, ...WHOLE_CURVES })}
          />
          <SegmentedControl
            size="xs"
            aria-label="Direction"
            value={mode}
            data={[...FAMILY_MODES].reverse().map((value) => ({ value, label: MODE_LABELS[value] }))}
            onChange={(value) => onChange({ mode: value, ...WHOLE_CURVES })}
          />
          {isDerivative(kind) && <SmoothingSelect state={state} onChange={onChange} />}
          {!isShared && <ComparisonSelect page={page} state={state} onChange={onChange} />}
        </>
      }
    >
      {!shown && (
        <AnswerState
          query={{ ...query, isPending: true }}
          skeleton={
            <>
              <Placeholder className={classes.curves} />
              <div className={classes.below} />
            </>
          }
        />
      )}
      {shown && (
        <>
          <Chart {...props} family={shown} front={cycle} loaded={peers.data} />
          {state.peers !== null && <ComparisonNote page={page} state={state} query={peers} cycle={cycle} />}
          <div className={classes.below}>
            <Cycles all={all} state={state} onChange={onChange} />
            <span title="How these curves are made">
              <GuideLink to={kind}>{parametersText(kind, query.data?.parameters ?? {})}</GuideLink>
            </span>
            <TableLink page={page} table="curves" requested={requested} />
          </div>
          <FewerCycles parameters={query.data?.parameters} />
          {shown.notes.map(({ note, cycles: of }) => (
            <p key={note} className={classes.hint}>
              {noteText(note, of)}
            </p>
          ))}
        </>
      )}
    </PageSection>
  );
}

const SMOOTHING_LABELS: Record<Smoothing, string> = {
  savgol: "Savitzky–Golay",
  gaussian: "Gaussian",
  none: "Not smoothed",
};

/** How dQ/dV and dV/dQ are smoothed. */
function SmoothingSelect({ state, onChange }: Pick<SectionProps, "state" | "onChange">) {
  return (
    <NativeSelect
      size="xs"
      aria-label="Smoothing"
      value={state.smoothing}
      data={SMOOTHINGS.map((value) => ({ value, label: SMOOTHING_LABELS[value] }))}
      onChange={({ currentTarget: { value } }) => {
        const smoothing = SMOOTHINGS.find((one) => one === value);
        if (smoothing) onChange({ smoothing });
      }}
    />
  );
}

/** The cycle in front, and the cells that stand behind it where it is compared. */
function useComparison({ page, cycles, state }: SectionProps) {
  const { peers: groupingId, cycle: requested, kind, mode } = state;
  const smoothed = smoothingQuery(state, cycles.data?.metrics);
  const cycle = groupingId === null ? requested : comparedCycle(requested, cycles.data?.cycles);
  const question = groupingId === null || cycle === null ? null : { groupingId, cycle, kind, mode, smoothed };
  return { cycle, peers: useCellPeers(page, question) };
}

const NO_PEERS: readonly FamilyCurve[] = [];

type ChartProps = SectionProps & {
  family: Family;
  /** The cycle in front; null: none. */
  front: number | null;
  loaded: ReturnType<typeof useCellPeers>["data"];
};

/** Drawn for the kind that is shown only: one kept while the next loads has other axes. */
function usePeers({ state: { peers, kind, mode }, family, loaded }: ChartProps): readonly FamilyCurve[] {
  return useMemo(
    () => (peers !== null && loaded?.kind === kind ? preparePeers(family, loaded.peers, { kind, mode }) : NO_PEERS),
    [peers, family, loaded, kind, mode],
  );
}

function Chart(props: ChartProps) {
  const { page, state, onChange, family, front: cycle } = props;
  const { kind, mode, smoothing } = state;
  const smoothed = smoothingQuery(state, props.cycles.data?.metrics);
  const peers = usePeers(props);
  const isAmong = family.curves.some((curve) => curve.cycle === cycle);
  const alone = useCellCurves(page, cycle === null || isAmong ? null : { kind, mode, cycles: String(cycle), smoothed });
  const own = alone.data?.kind === kind ? alone.data.curves : undefined;
  const chosen = useMemo(() => chosenCurves(family, own, { cycle, kind, mode }), [family, own, cycle, kind, mode]);
  const zoomed = useMemo(() => zoomedTo(state, family), [state, family]);
  const choose = useCallback((next: number) => onChange({ cycle: next }), [onChange]);
  const { x, y } = family;
  const zoom = useCallback((to: Zoom | null) => onChange(zoomOf(to, { x, y })), [onChange, x, y]);
  if (family.curves.length === 0) {
    return (
      <p className={classes.nothing}>
        {family.notes.length > 0
          ? "These cycles have no curves."
          : `A curve is drawn here with the second sample of a ${mode === "both" ? "charge or discharge" : mode}.`}
      </p>
    );
  }
  return (
    <FailingPart title="These curves cannot be drawn" shownKey={`${kind} ${mode} ${state.first} ${state.last}`}>
      <div className={classes.curves}>
        <CurvesChart
          viewKey={`${kind} ${mode} ${smoothing} ${state.first} ${state.last} ${state.peers}`}
          name={page.cell}
          label={`${TITLES[kind]}, ${MODE_LABELS[mode].toLowerCase()}`}
          family={family}
          kind={kind}
          chosen={chosen}
          chosenCycle={cycle}
          peers={peers}
          zoomed={zoomed}
          onChoose={choose}
          onZoom={zoom}
        />
      </div>
    </FailingPart>
  );
}

type CyclesProps = Pick<SectionProps, "state" | "onChange"> & { all: CellCycles["cycles"] | undefined };

/** Which cycles have curves. */
function Cycles({ all, state, onChange }: CyclesProps) {
  const [least, most] = [all?.[0]?.cycle, all?.at(-1)?.cycle];
  const [moved, setMoved] = useState<[number, number] | null>(null);
  if (least === undefined || most === undefined || least === most) return null;
  const value: [number, number] = moved ?? [state.first ?? least, state.last ?? most];
  const commit = ([first, last]: [number, number]) => {
    setMoved(null);
    onChange({ first: first === least ? null : first, last: last === most ? null : last });
  };
  const isWhole = state.first === null && state.last === null;
  return (
    <div className={classes.range}>
      <span>
        Cycles {value[0]}–{value[1]}
      </span>
      <RangeSlider
        className={classes.slider}
        size="sm"
        min={least}
        max={most}
        minRange={1}
        label={null}
        thumbFromLabel="First cycle with a curve"
        thumbToLabel="Last cycle with a curve"
        value={value}
        onChange={setMoved}
        onChangeEnd={commit}
      />
      {!isWhole && (
        <Button variant="subtle" size="compact-xs" onClick={() => onChange({ first: null, last: null })}>
          All
        </Button>
      )}
    </div>
  );
}

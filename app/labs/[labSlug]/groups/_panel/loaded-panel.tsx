"use client";

import { useMemo, useState } from "react";
import { useCrosshair } from "@/app/_charts/frame/pointer/crosshair";
import { GROUP_AXES } from "@/app/_charts/groups/prepare-group-axes";
import { type CycleRange, cycleExtent } from "@/app/_charts/groups/prepare-series";
import { createValueStore } from "@/app/_components/browser/value-store";
import { useIsShared } from "@/app/_components/use-is-shared";
import { useCellLines } from "@/app/_trpc/use-cell-lines";
import { useStrays } from "@/app/_trpc/use-strays";
import { METRICS } from "@/server/domain/cycles/metrics";
import type { CellLine } from "@/server/domain/groups/groups-view";
import { DeepDive } from "../_dive/deep-dive";
import { GroupLegend } from "../_legend/group-legend";
import { useAbout } from "./use-about";
import { halfCellHint } from "../_legend/prepare-half-cells";
import { ChartPlace } from "./chart-place";
import { isFiltered } from "../dashboard-state";
import type { QuestionPanelProps } from "./panel-props";
import { NoCells } from "./panel-states";
import { ReferenceNote } from "./reference-note";
import { useChosen } from "../use-chosen";
import { useLinks } from "../use-links";
import { type PanelView, useAllGroups, usePanelGroups } from "./use-panel-groups";
import { PanelFrame } from "./panel-frame";
import { ZoomedStack } from "./zoomed-stack";

type LoadedPanelProps = QuestionPanelProps & { view: PanelView };

/** Chart, legend and deep dive of what is there. */
export function LoadedPanel(props: LoadedPanelProps) {
  const { labSlug, role, split, question, metricName, view, state, onChange } = props;
  const fieldCount = split.styledBy.length;
  const all = useAllGroups({ view, metricName, fieldCount });
  const chosen = useChosen(all.groups, state);
  const chosenKey = chosen?.group ?? null;
  const lines = usePanelLines(props, chosenKey);
  const panel = usePanelGroups({
    ...{ view, metricName, state, fieldCount },
    ...{ referenceLine: lines.reference, chosenKey },
  });
  const { metric, drawn, lineOf } = panel;
  const range = useMemo<CycleRange>(() => ({ from: state.from, to: state.to }), [state.from, state.to]);
  const axis = GROUP_AXES[state.x ?? "cycle"];
  const viewKey = viewKeyOf(props, panel.reference);
  const extent = useMemo(
    () =>
      cycleExtent(
        drawn.map(({ series }) => series),
        panel.running,
        state.tails,
      ),
    [drawn, panel.running, state.tails],
  );
  const [highlight] = useState(() => createValueStore<string | null>(null));
  const crosshair = useCrosshair();
  const links = useLinks(onChange);
  const isShared = useIsShared();
  const strays = useStrays(isShared ? null : question);
  const { cellLines, inFocus } = useDrawnLines(lines, state, lineOf);
  const about = useAbout(metricName, state, panel.reference);

  if (view.groups.length === 0) return <NoCells labSlug={labSlug} view={view} onChange={onChange} />;
  const shared = { crosshair, chosen, highlight, axis, viewKey, onChoose: links.choose };
  const main = {
    ...shared,
    ...{ groups: drawn, running: panel.running, cellLines, cellInFocus: inFocus, metric },
    ...{ withCounts: state.counts, withBars: state.bars, about },
  };
  return (
    <>
      <PanelFrame
        chart={
          <ChartPlace {...props} metric={METRICS[metricName]} visible={panel.visible} range={range}>
            <ReferenceNote name={panel.reference} onEnd={() => links.compare(null)} />
            <ZoomedStack
              main={main}
              panels={state.panels}
              small={state.small}
              below={{ ...shared, question, state, fieldCount }}
              state={state}
              extent={extent}
              onChange={onChange}
            />
          </ChartPlace>
        }
        legend={
          <GroupLegend
            groups={panel.groups}
            drawn={drawn}
            hidden={state.hidden}
            chosenKey={chosenKey}
            metric={metric}
            withTrend={panel.reference === null}
            axis={axis}
            range={range}
            crosshair={crosshair}
            reference={state.reference}
            onReference={state.x === null && view.groups.length > 1 ? links.compare : null}
            strays={strays}
            onStray={links.goToStray}
            withTails={state.tails}
            onTails={links.setTails}
            onHide={links.setHidden}
            onHighlight={highlight.set}
            onChoose={links.choose}
            unassigned={view.unassigned}
            cellsWithoutCycles={view.cellsWithoutCycles}
            halfCells={halfCellHint(metricName, view.groups)}
            onSmall={state.small ? null : links.makeSmall}
            isFiltered={isFiltered(state)}
          />
        }
      />
      {chosen && (
        <DeepDive
          // What was shown of other cells must not appear under this filter.
          key={state.where}
          role={role}
          split={split}
          question={question}
          metric={all.metric}
          series={chosen.series}
          style={chosen.style}
          cycle={chosen.cycle}
          isFollowing={state.cycle === null}
          lines={lines.ofGroup}
          state={state}
          onChange={onChange}
        />
      )}
    </>
  );
}

/** The lines of cells that are drawn: each one's on demand, and that of the cell that is looked at. */
function useDrawnLines(
  { each, ofGroup }: ReturnType<typeof usePanelLines>,
  { hidden, cell, x }: QuestionPanelProps["state"],
  lineOf: (line: CellLine) => CellLine,
) {
  const cellLines = useMemo(
    () => each.filter(({ groupKey }) => !hidden.includes(groupKey)).map(lineOf),
    [each, hidden, lineOf],
  );
  const inFocus = useMemo(() => {
    const line = x === null ? ofGroup.find((one) => one.cell === cell) : undefined;
    return line ? lineOf(line) : null;
  }, [ofGroup, cell, x, lineOf]);
  return { cellLines, inFocus };
}

function viewKeyOf({ split, metricName, state }: QuestionPanelProps, reference: string | null): string {
  const { where, x, tag, rateC, tails, line, band, hidden } = state;
  const drawn = [metricName, x, tag, rateC, tails, line, band, hidden, reference];
  return JSON.stringify([split.groupingId, split.by, where, ...drawn]);
}

const NONE: readonly CellLine[] = [];

/** The lines of single cells that are drawn: of the group that is looked at, of all groups on demand, and of the cell to compare with. */
function usePanelLines({ question, state }: QuestionPanelProps, chosenKey: string | null) {
  const cell = state.referenceCell;
  const each = useCellLines(question, { group: null, cell: null, isEnabled: state.cells && state.x === null });
  const ofGroup = useCellLines(question, { group: chosenKey, cell: null, isEnabled: chosenKey !== null });
  const reference = useCellLines(question, { group: null, cell, isEnabled: cell !== null && state.x === null });
  return {
    each: each?.lines ?? NONE,
    ofGroup: ofGroup?.lines ?? NONE,
    reference: reference?.lines[0] ?? null,
  };
}

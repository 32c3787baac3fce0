"use client";

import { Button, CloseButton, NativeSelect, NumberInput } from "@mantine/core";
import { useState } from "react";
import { Dialog } from "@/app/_components/dialog";
import { METRICS } from "@/server/domain/cycles/metrics";
import { ChartChoice } from "../_overview/charts/chart-choice";
import type { ChartGrouping } from "../_overview/charts/prepare-pinned-charts";
import classes from "./choose-views.module.css";
import { type KioskState, type KioskView, MAX_TURN_S, MAX_VIEWS, viewKey } from "./kiosk-state";

type SavedName = { id: number; name: string };

type ChooseViewsProps = {
  state: KioskState;
  choice: readonly ChartGrouping[];
  /** The lab's saved views. */
  saved: readonly SavedName[];
  onChoose: (state: KioskState) => void;
  onClose: () => void;
};

const OVERVIEW: KioskView = { kind: "overview" };

/** What this wall shows, in which order and for how long: all of it stands in the address, which is what a wall's browser opens. */
export function ChooseViews({ state, choice, saved, onChoose, onClose }: ChooseViewsProps) {
  const [views, setViews] = useState(state.views);
  const [everyS, setEveryS] = useState(state.everyS);
  const keys = views.map(viewKey);
  const named = (view: KioskView) => nameOf(view, choice, saved);
  const add = (view: KioskView) => !keys.includes(viewKey(view)) && setViews([...views, view]);
  const isFull = views.length >= MAX_VIEWS;
  return (
    <Dialog isOpen title="What this wall shows" place="middle" onClose={onClose}>
      <div className={classes.form}>
        <ol className={classes.views} aria-label="Views in turn">
          {views.map((view, index) => (
            <li key={viewKey(view)}>
              <span>{named(view)}</span>
              <Button
                size="compact-xs"
                variant="default"
                disabled={index === 0}
                aria-label={`Move ${named(view)} up`}
                onClick={() => setViews(views.with(index, views[index - 1] ?? view).with(index - 1, view))}
              >
                Up
              </Button>
              <CloseButton
                size="sm"
                aria-label={`Leave out ${named(view)}`}
                onClick={() => setViews(views.toSpliced(index, 1))}
              />
            </li>
          ))}
        </ol>
        {views.length === 0 && (
          <p className={classes.note}>Nothing chosen: the charts that the lab pinned, and the overview.</p>
        )}
        {isFull ? (
          <p className={classes.note}>A wall turns {MAX_VIEWS} views at most.</p>
        ) : (
          <div className={classes.add}>
            {choice.length > 0 && (
              <ChartChoice choice={choice} verb="Add chart" onChoose={(chart) => add({ kind: "chart", ...chart })} />
            )}
            <Button size="xs" variant="default" disabled={keys.includes("overview")} onClick={() => add(OVERVIEW)}>
              Add overview
            </Button>
            {saved.length > 0 && (
              <NativeSelect
                size="xs"
                aria-label="Saved view to add"
                value=""
                data={[
                  { value: "", label: "Add a saved view" },
                  ...saved.map(({ id, name }) => ({ value: String(id), label: name })),
                ]}
                onChange={({ currentTarget: { value } }) => value !== "" && add({ kind: "saved", id: Number(value) })}
              />
            )}
          </div>
        )}
        <NumberInput
          size="xs"
          label="Seconds each"
          value={everyS}
          min={1}
          max={MAX_TURN_S}
          allowDecimal={false}
          clampBehavior="strict"
          onChange={(value) => typeof value === "number" && value >= 1 && setEveryS(value)}
        />
        <Button
          onClick={() => {
            onChoose({ views, everyS });
            onClose();
          }}
        >
          Show these
        </Button>
      </div>
    </Dialog>
  );
}

function nameOf(view: KioskView, choice: readonly ChartGrouping[], saved: readonly SavedName[]): string {
  if (view.kind === "overview") return "Overview";
  if (view.kind === "saved") return saved.find(({ id }) => id === view.id)?.name ?? "A saved view that is gone";
  const grouping = choice.find(({ id }) => id === view.groupingId);
  return `${METRICS[view.metric].label} by ${grouping?.name ?? "a grouping that was removed"}`;
}

"use client";

import { useMemo } from "react";
import { useFirstInPieces } from "@/app/_charts/first/first-drawing";
import { AnswerState } from "@/app/_components/answer-state";
import { useGroupsOverX } from "@/app/_trpc/use-groups-over-x";
import { type GroupsQuestion, useLiveGroups } from "@/app/_trpc/use-live-groups";
import type { OtherX } from "@/server/domain/groups/x-axes";
import { FilterLine } from "./filter-line";
import { LoadedPanel } from "./loaded-panel";
import type { QuestionPanelProps, GroupsPanelProps } from "./panel-props";
import { PanelSkeleton } from "./panel-states";
import { overXView } from "../prepare-view";

/** The chart of a grouping with its legend, and the deep dive below. */
export function GroupsPanel(props: GroupsPanelProps) {
  const { labSlug, split, metricName, state } = props;
  const question = useMemo<GroupsQuestion>(
    () => ({
      labSlug,
      groupingId: split.groupingId,
      by: split.by,
      where: state.where,
      metric: metricName,
      tag: state.tag,
      rateC: state.rateC,
    }),
    [labSlug, split.groupingId, split.by, state.where, metricName, state.tag, state.rateC],
  );
  if (state.x === null) return <LivePanel {...props} question={question} />;
  return <OverXPanel {...props} question={question} over={state.x} />;
}

function LivePanel(props: QuestionPanelProps) {
  const query = useLiveGroups(props.question);
  const view = useFirstInPieces(query.data);
  return (
    <>
      <FilterLine where={props.state.where} passing={query.data?.passing} onChange={props.onChange} />
      {view ? (
        <LoadedPanel {...props} view={view} />
      ) : (
        // Also between the answer and its pieces: what stands here keeps its room until then.
        <AnswerState query={{ ...query, isPending: true }} skeleton={<PanelSkeleton />} />
      )}
    </>
  );
}

function OverXPanel({ over, ...props }: QuestionPanelProps & { over: OtherX }) {
  const query = useGroupsOverX(props.question, over);
  const view = useMemo(() => query.data && overXView(query.data), [query.data]);
  return (
    <>
      <FilterLine where={props.state.where} passing={query.data?.passing} onChange={props.onChange} />
      {view ? <LoadedPanel {...props} view={view} /> : <AnswerState query={query} skeleton={<PanelSkeleton />} />}
    </>
  );
}

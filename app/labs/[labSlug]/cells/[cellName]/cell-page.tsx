"use client";

import dynamic from "next/dynamic";
import { useMemo, useState } from "react";
import { Notice } from "@/app/_components/answer-state";
import { useShortcut } from "@/app/_components/browser/use-shortcut";
import { useIsShared } from "@/app/_components/use-is-shared";
import { failureOf } from "@/app/_trpc/trpc";
import type { CellCycles, CellHead } from "@/server/domain/cells/cell-page";
import type { Role } from "@/server/domain/labs/permissions";
import type { SheetNote } from "../_sheet/use-cell-sheet";
import { AgeingSection } from "./_facts/ageing-section";
import { FactsSection } from "./_facts/facts-section";
import { CurvesSection } from "./_charts/curves-section";
import { MetricsSection } from "./_charts/metrics-section";
import { TimeSection } from "./_charts/time-section";
import { CellHeader } from "./_head/cell-header";
import { EditCell } from "./_head/edit-cell";
import { NotesSection } from "./_notes/notes-section";
import { prepareRegions } from "./_notes/prepare-notes";
import { useNotes } from "./_notes/use-notes";
import { CyclesSection } from "./_tables/cycles-section";
import { StepsSection } from "./_tables/steps-section";
import { TestsSections } from "./_tests/tests-sections";
import classes from "./cell-page.module.css";
import { cyclesAround } from "./prepare-cycles-around";
import { type PageCell, useCellCycles, useCellHead } from "./use-cell-queries";
import { type ChangeCellPage, useCellPageState } from "./use-cell-page-state";

// For a cell that has none.
const NoSamples = dynamic(() => import("./_head/no-samples").then((loaded) => loaded.NoSamples));

type CellPageProps = { labSlug: string; role: Role; timeZone: string; initial: CellHead; serverNowMs: number };

/** Everything that is known of one cell: what it does now, how it ages, and what was measured of it, down to single samples. */
export function CellPage({ labSlug, role, timeZone, initial, serverNowMs }: CellPageProps) {
  const page: PageCell = { labSlug, cell: initial.cell.name, cellId: initial.cell.cellId };
  const head = useCellHead(page, initial);
  const [isEditing, setIsEditing] = useState(false);
  const isShared = useIsShared();
  useShortcut("e", () => !isShared && setIsEditing(true));
  const [note, setNote] = useState<SheetNote | null>(null);
  const isGone = head.isError && failureOf(head.error).kind === "not_found";
  return (
    <div className={classes.page}>
      <CellHeader
        labSlug={labSlug}
        role={role}
        head={head.data}
        timeZone={timeZone}
        serverNowMs={serverNowMs}
        onEdit={() => setIsEditing(true)}
      />
      <p role="status" className={classes.note} data-tone={note?.tone}>
        {note?.text}
      </p>
      {isGone ? <Gone /> : <Body page={page} head={head.data} role={role} timeZone={timeZone} />}
      <EditCell
        labSlug={labSlug}
        role={role}
        timeZone={timeZone}
        head={head.data}
        isOpen={isEditing}
        onClose={() => setIsEditing(false)}
        onNote={setNote}
      />
    </div>
  );
}

function Gone() {
  return (
    <Notice title="This cell was removed or renamed">
      <p>The sheet of cells lists all cells of the lab.</p>
    </Notice>
  );
}

type BodyProps = { page: PageCell; head: CellHead; role: Role; timeZone: string };

function Body({ page, head, role, timeZone }: BodyProps) {
  const [state, change] = useCellPageState();
  const cycles = useCellCycles(page);
  const notes = useNotes(page);
  const regions = useMemo(
    () => prepareRegions(notes.notes, cycles.data?.cycles ?? [], timeZone),
    [notes.notes, cycles.data, timeZone],
  );
  useCycleKeys(cycles.data, state.cycle, change);
  const facts = <FactsSection page={page} head={head} timeZone={timeZone} warnings={cycles.data?.warnings ?? null} />;
  // The head comes with the page: what is shown need not wait for the cycles.
  if (head.latest === null && (cycles.data?.cycles.length ?? 0) === 0) {
    return (
      <>
        <NoSamples labSlug={page.labSlug} cell={page.cell} role={role} />
        {facts}
      </>
    );
  }
  const shared = { page, cycles, state, onChange: change };
  return (
    <>
      <div className={classes.charts}>
        <MetricsSection {...shared} regions={regions.cycles} role={role} />
        <CurvesSection {...shared} />
      </div>
      <TimeSection
        {...shared}
        regions={regions.times}
        timeZone={timeZone}
        hasTemperature={head.latest?.temperatureC != null}
        tests={head.cell.tests.map(({ name }) => name)}
      />
      <NotesSection notes={notes} head={head} role={role} timeZone={timeZone} state={state} />
      <AgeingSection {...shared} />
      <TestsSections page={page} state={state} onChange={change} timeZone={timeZone} />
      <CyclesSection {...shared} timeZone={timeZone} />
      <StepsSection {...shared} timeZone={timeZone} />
      {facts}
    </>
  );
}

/** Left and right go from cycle to cycle wherever the focus is. */
function useCycleKeys(found: CellCycles | undefined, cycle: number | null, change: ChangeCellPage): void {
  const goTo = (side: "before" | "after") => {
    const next = cyclesAround(found?.cycles ?? [], cycle)[side];
    if (next !== null) change({ cycle: next });
  };
  useShortcut("ArrowLeft", () => goTo("before"));
  useShortcut("ArrowRight", () => goTo("after"));
}

"use client";

import { useFullscreenElement } from "@mantine/hooks";
import dynamic from "next/dynamic";
import { Placeholder } from "@/app/_components/answer-state";
import { useShortcut } from "@/app/_components/browser/use-shortcut";
import { may, type Role } from "@/server/domain/labs/permissions";
import { DropZone } from "../import/_files/drop-zone";
import { KeepFile } from "./keep-file";
import type { ScratchAnswer } from "./read-scratch";
import classes from "./scratch-page.module.css";
import { type Dropped, useScratch } from "./use-scratch";

const ScratchCharts = dynamic(() => import("./scratch-charts").then((loaded) => loaded.ScratchCharts), {
  ssr: false,
  loading: () => <Placeholder className={classes.waiting} />,
});

type ScratchPageProps = { labSlug: string; role: Role; timeZone: string };

/** A file is looked at, and nothing of it stored until somebody says so. */
export function ScratchPage({ labSlug, role, timeZone }: ScratchPageProps) {
  const { dropped, drop } = useScratch(timeZone);
  const { ref, toggle } = useFullscreenElement<HTMLDivElement>();
  useShortcut("v", () => void toggle());
  return (
    <div className={classes.page}>
      <h1 className={classes.title}>Scratch</h1>
      <p className={classes.hint}>
        Drop a file and look at its cycles and curves. It is read in this browser and sent nowhere until you keep it.
      </p>
      <DropZone isSmall={dropped !== null} onFiles={drop} />
      {dropped && <State dropped={dropped} />}
      {dropped?.answer?.kind === "shown" && (
        <>
          {may(role, "imports") && (
            <KeepFile
              key={dropped.file.name}
              labSlug={labSlug}
              timeZone={timeZone}
              file={dropped.file}
              of={dropped.answer}
            />
          )}
          <div className={classes.charts} ref={ref}>
            <ScratchCharts name={dropped.file.name} scratch={dropped.answer.scratch} timeZone={timeZone} />
          </div>
        </>
      )}
    </div>
  );
}

function State({ dropped: { file, answer } }: { dropped: Dropped }) {
  return (
    <p role="status" className={classes.state} data-tone={answer?.kind === "refused" ? "bad" : undefined}>
      <strong>{file.name}</strong> {answer === null ? "is being read" : stateText(answer)}
    </p>
  );
}

function stateText(answer: ScratchAnswer): string {
  if (answer.kind === "refused") return answer.message;
  const { format, samples, tests, scratch, hasClock } = answer;
  const cycles = scratch.found.cycles.length;
  return [
    `${format}, ${samples.toLocaleString("en")} samples, ${cycles === 1 ? "1 cycle" : `${cycles} cycles`}.`,
    ...(tests > 1 ? [`It has ${tests} tests; the first is shown.`] : []),
    ...(hasClock ? [] : ["It has no clock: times count from the first sample."]),
    "v shows it on the whole screen.",
  ].join(" ");
}

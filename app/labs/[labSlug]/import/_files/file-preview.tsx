"use client";

import type { ReactNode } from "react";
import { SketchChart } from "@/app/_charts/sketch/sketch-chart";
import type { ImportSummary } from "@/server/importers/cycler-file";
import classes from "./file-card.module.css";
import { fieldLabel } from "../_mapping/field-words";
import { countOf, sizeOf } from "./prepare-words";
import type { Preview } from "../_sending/read-preview";
import { Warnings } from "../_history/warnings";

type FilePreviewProps = {
  preview: Extract<Preview, { kind: "readable" }>;
  fileSize: number;
  children: ReactNode;
};

/** What a file holds, before anything of it is stored. @param children stand beside the sketch, below the facts */
export function FilePreview({ preview, fileSize, children }: FilePreviewProps) {
  const { summary, sketch } = preview;
  const severe = summary.warnings.filter(({ isSevere }) => isSevere);
  const mild = summary.warnings.filter(({ isSevere }) => !isSevere);
  return (
    <>
      <div className={classes.preview}>
        {sketch ? <SketchChart sketch={sketch} /> : <div />}
        <div className={classes.beside}>
          <Facts preview={preview} fileSize={fileSize} />
          {children}
        </div>
      </div>
      {severe.length > 0 && (
        <section className={classes.problems} aria-label="Severe warnings">
          <h4>What it would store is probably wrong, and is read as you said</h4>
          <Warnings warnings={severe} />
          <p className={classes.advice}>
            Often a unit is another one or a part of the test is missing: look at the columns, and export it again.
          </p>
        </section>
      )}
      {mild.length > 0 && (
        <details className={classes.details} open={mild.length <= 3}>
          <summary>{countOf(mild.length, "warning")}</summary>
          <Warnings warnings={mild} />
        </details>
      )}
      <details className={classes.details}>
        <summary>{countOf(summary.columns.length, "column")} and the first rows</summary>
        <FirstRows summary={summary} />
      </details>
    </>
  );
}

function Facts({ preview: { summary, beginningBytes }, fileSize }: Pick<FilePreviewProps, "preview" | "fileSize">) {
  const { formatName, recognisedBy, samples, cycles, tests } = summary;
  const named = tests.flatMap(({ cell }) => (cell === null ? [] : [cell]));
  return (
    <dl className={classes.facts}>
      <dt>Format</dt>
      <dd>{formatName}</dd>
      <dt>Known by</dt>
      <dd>{recognisedBy}</dd>
      <dt>Holds</dt>
      <dd>
        {countOf(samples, "sample")}, {countOf(cycles, "cycle")}
        {tests.length > 1 && `, ${countOf(tests.length, "test")}`}
      </dd>
      {named.length > 0 && (
        <>
          <dt>Its cells</dt>
          <dd>{[...new Set(named)].join(", ")}</dd>
        </>
      )}
      {beginningBytes !== null && (
        <>
          <dt>Read so far</dt>
          <dd>
            The first {sizeOf(beginningBytes)} of {sizeOf(fileSize)}; the rest is read when it is sent
          </dd>
        </>
      )}
    </dl>
  );
}

function FirstRows({ summary: { columns, firstRows } }: { summary: ImportSummary }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className={classes.box} tabIndex={0} aria-label="Columns and first rows">
      <table className={classes.rows}>
        <thead>
          <tr>
            {columns.map(({ heading }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: files name columns alike
              <th key={index} scope="col">
                <bdi>{heading}</bdi>
              </th>
            ))}
          </tr>
          <tr>
            {columns.map(({ field, unit }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above
              <td key={index} className={classes.meaning}>
                {field === null ? "not read" : `${fieldLabel(field)}${unit ? ` / ${unit}` : ""}`}
              </td>
            ))}
          </tr>
        </thead>
        <tbody>
          {firstRows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows in their order
            <tr key={index}>
              {columns.map((_, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: as above
                <td key={at}>{row[at] ?? ""}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

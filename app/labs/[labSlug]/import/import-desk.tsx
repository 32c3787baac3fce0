"use client";

import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useCallback, useMemo, useState } from "react";
import { useTRPC } from "@/app/_trpc/trpc";
import { useFirstSample } from "../start/use-first-sample";
import { type Assignment, type AssignmentRules, assignFile, nominalCapacityOf } from "./_assignment/assign-file";
import { AssignmentFields } from "./_assignment/assignment-fields";
import { DropZone } from "./_files/drop-zone";
import { FileCard } from "./_files/file-card";
import { type ImportFile, isUnderWay } from "./_sending/import-files";
import classes from "./import-page.module.css";
import { whatIsMissing } from "./_files/prepare-file";
import { checkName, headerOf } from "./_assignment/prepare-rules";
import { countOf, sizeOf } from "./_files/prepare-words";
import { toQuery } from "./_sending/to-query";
import { useImportFiles } from "./_sending/use-import-files";

const NO_RULES: AssignmentRules = { pattern: "", cell: "", test: "", fields: {}, settings: {} };
const NO_NAMES: readonly string[] = [];

/** Dropped files, from preview to upload. */
export function ImportDesk({ labSlug, labTimeZone }: { labSlug: string; labTimeZone: string }) {
  const trpc = useTRPC();
  const sheet = useQuery(trpc.cells.sheet.queryOptions({ labSlug }));
  const cells = useMemo(() => sheet.data?.cells.map(({ name }) => name) ?? NO_NAMES, [sheet.data]);
  const fields = useMemo(() => sheet.data?.fields.map(({ name }) => name) ?? NO_NAMES, [sheet.data]);
  const [rules, setRules] = useState(NO_RULES);
  const [timeZone, setTimeZone] = useState(labTimeZone);
  const [hasEnded, setHasEnded] = useState(false);
  const assign = useCallback((file: ImportFile) => assignTo(file, rules, { cells, fields }), [rules, cells, fields]);
  const queryOf = useCallback(
    (file: ImportFile) => toQuery(file, assign(file), { timeZone, hasEnded }),
    [assign, timeZone, hasEnded],
  );
  const nominalOf = useCallback(
    (file: ImportFile) => nominalCapacityOf(assignByName(file, rules, { cells, fields }), sheet.data?.cells ?? []),
    [rules, cells, fields, sheet.data],
  );
  const queryClient = useQueryClient();
  const onSent = useCallback(
    () => void queryClient.invalidateQueries({ queryKey: trpc.imports.pathKey() }),
    [queryClient, trpc],
  );
  const isDrafted = rules !== NO_RULES;
  const { files, change, set } = useImportFiles({ labSlug, timeZone, queryOf, nominalOf, onSent, isDrafted });
  // From the start page a first file leads to its drawing; its report stays in the history.
  const isFirst = useSearchParams().get("first") === "1";
  useFirstSample(labSlug, isFirst && files.length > 0 && files.every(({ upload }) => upload.state === "accepted"));
  const checks = {
    cell: checkName(rules.cell, rules.pattern, files),
    test: checkName(rules.test, rules.pattern, files),
  };
  const isMisnamed = checks.cell.error !== null || checks.test.error !== null;
  const assigned = files.map((file) => {
    const assignment = assign(file);
    const missing = whatIsMissing(file, assignment, timeZone) ?? (isMisnamed ? "Correct the names above" : null);
    return { file, assignment, missing };
  });
  const open = assigned.filter(({ file }) => file.upload.state !== "accepted" && !isUnderWay(file));
  const ready = open.filter(({ missing }) => missing === null);
  return (
    <div className={classes.desk}>
      <DropZone isSmall={files.length > 0} onFiles={(added) => change({ do: "add", files: added })} />
      {files.length > 0 && (
        <>
          <AssignmentFields
            assigned={assigned}
            fields={fields}
            rules={rules}
            checks={checks}
            timeZone={timeZone}
            hasEnded={hasEnded}
            onRules={setRules}
            onTimeZone={setTimeZone}
            onHasEnded={setHasEnded}
          />
          <ul className={classes.files} aria-label="Files to import">
            {assigned.map(({ file, assignment, missing }) => (
              <FileCard
                key={file.id}
                labSlug={labSlug}
                file={file}
                assignment={assignment}
                missing={missing}
                cells={cells}
                timeZone={timeZone}
                onSet={set}
                onSend={(id) => change({ do: "send", ids: [id] })}
                onRemove={(id) => change({ do: "remove", id })}
              />
            ))}
          </ul>
          <SendBar
            files={files}
            ready={ready.map(({ file }) => file)}
            onSend={(ids) => change({ do: "send", ids })}
            onClear={() => change({ do: "clear done" })}
          />
        </>
      )}
    </div>
  );
}

type KnownNames = { cells: readonly string[]; fields: readonly string[] };

function assignTo({ file, preview, settings }: ImportFile, rules: AssignmentRules, known: KnownNames): Assignment {
  return assignFile({ name: file.name, header: headerOf(preview) }, rules, settings.typed, known);
}

/** By its name and what was typed alone: what its head says changes with how it is read. */
const assignByName = ({ file, settings }: ImportFile, rules: AssignmentRules, known: KnownNames): Assignment =>
  assignFile({ name: file.name, header: {} }, rules, settings.typed, known);

type SendBarProps = {
  files: readonly ImportFile[];
  ready: readonly ImportFile[];
  onSend: (ids: readonly number[]) => void;
  onClear: () => void;
};

function SendBar({ files, ready, onSend, onClear }: SendBarProps) {
  const done = files.filter(({ upload }) => upload.state === "accepted").length;
  const busy = files.filter(isUnderWay).length;
  const bytes = ready.reduce((sum, { file }) => sum + file.size, 0);
  const said = [
    ready.length > 0 ? `${ready.length} of ${files.length} ready, ${sizeOf(bytes)}` : null,
    busy > 0 ? `${busy} on the way` : null,
    done > 0 ? `${done} sent` : null,
  ].filter((part) => part !== null);
  return (
    <div className={classes.bar}>
      <p role="status">{said.length > 0 ? said.join(" · ") : "No file is ready yet"}</p>
      {done > 0 && (
        <Button variant="default" onClick={onClear}>
          Clear what is sent
        </Button>
      )}
      {done + busy < files.length && (
        <Button disabled={ready.length === 0} onClick={() => onSend(ready.map(({ id }) => id))}>
          {ready.length === 0 ? "Import files" : `Import ${countOf(ready.length, "file")}`}
        </Button>
      )}
    </div>
  );
}

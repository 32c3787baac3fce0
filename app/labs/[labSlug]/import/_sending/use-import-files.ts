"use client";

import { useCallback, useEffect, useReducer, useRef } from "react";
import { useAskBeforeLeaving } from "@/app/_components/browser/ask-before-leaving";
import {
  changeFiles,
  type FileSettings,
  hasSayings,
  type ImportFile,
  isOpen,
  isUnderWay,
  NO_FILES,
} from "./import-files";
import type { PreviewAnswer, PreviewRequest } from "./preview-worker";
import type { PreviewSettings } from "./read-preview";
import { sendFile } from "./send-file";
import { toPreviewSettings } from "./to-query";

/** More at a time are not faster, and the server limits the uploads of a lab. */
const SENT_AT_ONCE = 2;
const LEAVING = "Files are still being sent. What is not sent whole is not stored. Leave the page?";

const DRAFTED = "What was said of files that are not imported yet is lost. Leave the page?";

type SendingArgs = {
  labSlug: string;
  timeZone: string;
  queryOf: (file: ImportFile) => Record<string, string>;
  /** What the lab knows of the file's cell, Ah. */
  nominalOf: (file: ImportFile) => number | null;
  onSent: () => void;
  /** Something was entered that holds for all files. */
  isDrafted: boolean;
};

/** The files on the page: read one by one in a worker, sent two at a time. */
export function useImportFiles({ labSlug, timeZone, queryOf, nominalOf, onSent, isDrafted }: SendingArgs) {
  const [{ files }, change] = useReducer(changeFiles, NO_FILES);
  const read = usePreviewReader((id, preview) => change({ do: "preview", id, preview }));
  const requested = useRef(new Map<number, string>());
  useEffect(() => {
    for (const one of files) {
      const { id, file, settings } = one;
      const wanted = toPreviewSettings(settings, timeZone, nominalOf(one));
      const key = JSON.stringify(wanted);
      if (requested.current.get(id) === key) continue;
      requested.current.set(id, key);
      change({ do: "read", id });
      read(id, file, wanted);
    }
  }, [files, timeZone, nominalOf, read]);

  const begun = useRef(new Set<number>());
  useEffect(() => {
    const free = SENT_AT_ONCE - files.filter(({ upload }) => upload.state === "sending").length;
    const waiting = files.filter(({ upload, id }) => upload.state === "waiting" && !begun.current.has(id));
    for (const one of waiting.slice(0, Math.max(0, free))) {
      const { id, file } = one;
      begun.current.add(id);
      change({ do: "upload", id, upload: { state: "sending", sentBytes: 0, note: null } });
      const onProgress = (progress: { sentBytes: number; note: string | null }) =>
        change({ do: "upload", id, upload: { state: "sending", ...progress } });
      void sendFile({ labSlug, file, query: queryOf(one) }, onProgress).then((upload) => {
        begun.current.delete(id);
        change({ do: "upload", id, upload });
        onSent();
      });
    }
  }, [files, labSlug, queryOf, onSent]);

  const isDraft = files.some(isOpen) && (isDrafted || files.some((file) => isOpen(file) && hasSayings(file)));
  useAskBeforeLeaving(files.some(isUnderWay) ? LEAVING : isDraft ? DRAFTED : null);
  const set = useCallback((id: number, settings: Partial<FileSettings>) => change({ do: "set", id, settings }), []);
  return { files, change, set };
}

/** Asks the worker for previews; of several for one file only the last answer counts. */
function usePreviewReader(onPreview: (id: number, preview: PreviewAnswer["preview"]) => void) {
  const worker = useRef<Worker | null>(null);
  const latest = useRef(new Map<number, number>());
  const count = useRef(0);
  const listener = useRef(onPreview);
  useEffect(() => () => worker.current?.terminate(), []);
  return useCallback((id: number, file: File, settings: PreviewSettings) => {
    worker.current ??= startWorker(({ request, preview }) => {
      for (const [file, requested] of latest.current) if (requested === request) listener.current(file, preview);
    });
    count.current += 1;
    latest.current.set(id, count.current);
    const message: PreviewRequest = { request: count.current, file, settings };
    worker.current.postMessage(message);
  }, []);
}

function startWorker(onAnswer: (answer: PreviewAnswer) => void): Worker {
  const worker = new Worker(new URL("./preview-worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }: MessageEvent<PreviewAnswer>) => onAnswer(data));
  return worker;
}

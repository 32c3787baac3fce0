import type { Answers, ColumnMapping, FileProblem, TableStart } from "@/server/importers/cycler-file";
import type { TypedNames } from "../_assignment/assign-file";
import type { Preview } from "./read-preview";
import { startInName } from "./start-in-name";

/** What was entered for one file. */
export type FileSettings = {
  typed: TypedNames;
  /** When its test time was 0, as typed, in the zone that is chosen for all. */
  startedAt: string;
  /** Leave a half last line out. */
  isPartial: boolean;
  mapping: ColumnMapping | null;
  /** What was answered to the questions of the file. */
  answers: Answers;
};

type Upload =
  | { state: "none" }
  | { state: "waiting" }
  | { state: "sending"; sentBytes: number; note: string | null }
  | { state: "refused"; message: string; problems: readonly FileProblem[] }
  | { state: "accepted"; importId: string; isDuplicate: boolean };

/** A dropped file: its preview, its settings, and the progress of its upload. */
export type ImportFile = {
  id: number;
  file: File;
  /** The last preview; null before the first. */
  preview: Preview | null;
  isReading: boolean;
  /** Its columns, wherever they were seen last: a person can name them while it is read again. */
  table: TableStart | null;
  settings: FileSettings;
  /** The start in its name was entered once; whoever clears the field wants another. */
  isStartProposed?: true;
  upload: Upload;
};

export type FilesAction =
  | { do: "add"; files: readonly File[] }
  | { do: "remove"; id: number }
  | { do: "clear done" }
  | { do: "read"; id: number }
  | { do: "preview"; id: number; preview: Preview }
  | { do: "set"; id: number; settings: Partial<FileSettings> }
  | { do: "upload"; id: number; upload: Upload }
  | { do: "send"; ids: readonly number[] };

/** Of a file that nobody said anything about yet. */
export const NOTHING_SAID: FileSettings = {
  typed: { cell: null, test: null },
  startedAt: "",
  isPartial: false,
  mapping: null,
  answers: {},
};

export type ImportFiles = { files: readonly ImportFile[]; nextId: number };
export const NO_FILES: ImportFiles = { files: [], nextId: 1 };

export function changeFiles(before: ImportFiles, action: FilesAction): ImportFiles {
  switch (action.do) {
    case "add":
      return addFiles(before, action.files);
    case "remove":
      return { ...before, files: before.files.filter(({ id }) => id !== action.id) };
    case "clear done":
      return { ...before, files: before.files.filter(({ upload }) => upload.state !== "accepted") };
    case "preview":
      return withFile(before, action.id, (file) => withPreview(file, action.preview));
    case "read":
      return withFile(before, action.id, (file) => ({ ...file, isReading: true }));
    case "set":
      return withFile(before, action.id, (file) => ({ ...file, settings: { ...file.settings, ...action.settings } }));
    case "upload":
      return withFile(before, action.id, (file) => ({ ...file, upload: action.upload }));
    case "send":
      return action.ids.reduce(
        (files, id) => withFile(files, id, (file) => ({ ...file, upload: { state: "waiting" } })),
        before,
      );
  }
}

/** A file that is listed already is not added twice. */
function addFiles({ files, nextId }: ImportFiles, dropped: readonly File[]): ImportFiles {
  const known = new Set(files.map(({ file }) => fingerprint(file)));
  const fresh = dropped.filter((file) => !known.has(fingerprint(file)));
  const added = fresh.map((file, index): ImportFile => {
    const unread = { preview: null, isReading: true, table: null, settings: NOTHING_SAID } as const;
    return { id: nextId + index, file, ...unread, upload: { state: "none" } };
  });
  return { files: [...files, ...added], nextId: nextId + added.length };
}

const fingerprint = ({ name, size, lastModified }: File) => `${name}/${size}/${lastModified}`;

function withFile(before: ImportFiles, id: number, change: (file: ImportFile) => ImportFile): ImportFiles {
  return { ...before, files: before.files.map((file) => (file.id === id ? change(file) : file)) };
}

function withPreview(file: ImportFile, preview: Preview): ImportFile {
  const read = { ...file, preview, isReading: false, table: tableOf(preview) ?? file.table };
  const needsStart = preview.kind === "readable" && preview.needsStart && file.settings.startedAt === "";
  const startedAt = needsStart && file.isStartProposed === undefined ? startInName(file.file.name) : null;
  return startedAt === null ? read : { ...read, settings: { ...file.settings, startedAt }, isStartProposed: true };
}

function tableOf(preview: Preview): TableStart | null {
  if (preview.kind === "none") return null;
  if (preview.kind === "unreadable") return preview.table;
  const { columns, firstRows } = preview.summary;
  return { headings: columns.map(({ heading }) => heading), firstRows };
}

/** Whether leaving the page would interrupt it. */
export function isUnderWay({ upload }: ImportFile): boolean {
  return upload.state === "waiting" || upload.state === "sending";
}

/** Whether it can still be changed and sent. */
export const isOpen = ({ upload }: ImportFile) => upload.state === "none" || upload.state === "refused";

/** Whether a person said anything of it that a second drop would have to be told again. */
export function hasSayings({ file, settings }: ImportFile): boolean {
  const { typed, startedAt, isPartial, mapping, answers } = settings;
  const isNamed = typed.cell !== null || typed.test !== null;
  const isStartSaid = startedAt !== "" && startedAt !== startInName(file.name);
  return isNamed || isStartSaid || isPartial || mapping !== null || Object.keys(answers).length > 0;
}

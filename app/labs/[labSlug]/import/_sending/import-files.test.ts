import { expect, it } from "vitest";
import {
  changeFiles,
  type FilesAction,
  type ImportFiles,
  hasSayings,
  isOpen,
  isUnderWay,
  NO_FILES,
} from "./import-files";
import type { Preview } from "./read-preview";

const fileOf = (name: string) => new File(["x"], name, { lastModified: 1 });
const after = (...actions: FilesAction[]): ImportFiles => actions.reduce(changeFiles, NO_FILES);

it("takes a file once, however often it is dropped", () => {
  const { files } = after(
    { do: "add", files: [fileOf("a"), fileOf("b")] },
    { do: "add", files: [fileOf("b"), fileOf("c")] },
  );
  expect(files.map(({ id, file }) => [id, file.name])).toEqual([
    [1, "a"],
    [2, "b"],
    [3, "c"],
  ]);
});

it("gives no number twice after one was removed", () => {
  const { files } = after(
    { do: "add", files: [fileOf("a"), fileOf("b")] },
    { do: "remove", id: 2 },
    { do: "add", files: [fileOf("b")] },
  );
  expect(files.map(({ id }) => id)).toEqual([1, 3]);
});

it("keeps what was said of the others, and clears what is done", () => {
  const sent = after(
    { do: "add", files: [fileOf("a"), fileOf("b")] },
    { do: "set", id: 1, settings: { isPartial: true } },
    { do: "set", id: 1, settings: { startedAt: "2026-01-01T00:00" } },
    { do: "send", ids: [1, 2] },
    { do: "upload", id: 1, upload: { state: "accepted", importId: "i", isDuplicate: false } },
  );
  expect(sent.files.map(isUnderWay)).toEqual([false, true]);
  expect(sent.files[0]?.settings).toMatchObject({ isPartial: true, startedAt: "2026-01-01T00:00" });
  expect(changeFiles(sent, { do: "clear done" }).files.map(({ id }) => id)).toEqual([2]);
});

it("enters the start that stands in a file's name where the file says none, once", () => {
  const preview = { kind: "readable", needsStart: true, summary: { columns: [], firstRows: [] } } as unknown as Preview; // all that is looked at
  const read: FilesAction = { do: "preview", id: 1, preview };
  const dropped = after({ do: "add", files: [fileOf("A-01_2024-01-31_12-30-45.csv"), fileOf("A-01.csv")] }, read, {
    ...read,
    id: 2,
  });
  expect(dropped.files.map(({ settings }) => settings.startedAt)).toEqual(["2024-01-31T12:30:45", ""]);
  expect(dropped.files.map(hasSayings)).toEqual([false, false]);
  const cleared = changeFiles(dropped, { do: "set", id: 1, settings: { startedAt: "" } });
  expect(changeFiles(cleared, read).files[0]?.settings.startedAt).toBe("");
  const other = changeFiles(dropped, { do: "set", id: 1, settings: { startedAt: "2024-02-01T00:00" } });
  expect(other.files.map(hasSayings)).toEqual([true, false]);
  const clocked = after(
    { do: "add", files: [fileOf("A-01_2024-01-31_12-30-45.csv")] },
    {
      ...read,
      preview: { ...preview, needsStart: false } as Preview, // as above
    },
  );
  expect(clocked.files[0]?.settings.startedAt, "the file's own clock is believed").toBe("");
});

it("knows what would have to be said again", () => {
  const dropped = after({ do: "add", files: [fileOf("a")] });
  expect(dropped.files.map(hasSayings)).toEqual([false]);
  const named = changeFiles(dropped, { do: "set", id: 1, settings: { typed: { cell: "A-01", test: null } } });
  expect(named.files.map((file) => [hasSayings(file), isOpen(file)])).toEqual([[true, true]]);
  expect(changeFiles(named, { do: "send", ids: [1] }).files.map(isOpen)).toEqual([false]);
});

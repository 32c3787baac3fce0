import type { IMPORT_STATUSES } from "@/server/domain/cells/import-report";

export type ImportStatus = (typeof IMPORT_STATUSES)[number];

/** Whether the import is still in progress. */
export function isOpenStatus(status: ImportStatus): boolean {
  return status === "receiving" || status === "queued" || status === "undoing";
}

const WORDS: Record<ImportStatus, string> = {
  receiving: "arriving",
  queued: "storing",
  stored: "stored",
  failed: "failed",
  undoing: "being undone",
  undone: "undone",
};

/** As people read it, and filter by it. */
export const wordOf = (status: ImportStatus): string => WORDS[status];

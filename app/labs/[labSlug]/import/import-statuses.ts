import type { IMPORT_STATUSES } from "@/server/domain/import-report";

export type ImportStatus = (typeof IMPORT_STATUSES)[number];

/** How often an import is looked at while something happens to it. */
export const POLL_MS = 1_000;

/** Whether something still happens to it. */
export function isOpenStatus(status: ImportStatus): boolean {
  return status === "receiving" || status === "queued" || status === "undoing";
}

import type { IMPORT_STATUSES } from "@/server/domain/cells/import-report";

export type ImportStatus = (typeof IMPORT_STATUSES)[number];

/** Whether something still happens to it. */
export function isOpenStatus(status: ImportStatus): boolean {
  return status === "receiving" || status === "queued" || status === "undoing";
}

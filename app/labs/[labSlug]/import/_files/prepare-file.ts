import { type Assignment, problemOfCell } from "../_assignment/assign-file";
import type { Question } from "@/server/importers/cycler-file";
import type { ImportFile } from "../_sending/import-files";
import { namesItsCells, startOf } from "../_sending/to-query";

/** What has to be entered or corrected before a file can be sent; null when it is ready. */
export function whatIsMissing(file: ImportFile, { cell }: Assignment, timeZone: string): string | null {
  const { preview, isReading, settings } = file;
  if (preview === null || isReading) return "Reading";
  if (preview.kind === "unreadable") return questionsOf(preview).length > 0 ? "Answer its question" : "Cannot be read";
  const problem = namesItsCells(preview) ? null : problemOfCell(cell);
  if (problem !== null) return problem;
  if (hasSevere(preview) && !settings.isAccepted) return "Look at its warnings";
  return needsStart(file, timeZone) ? "Say when its test began" : null;
}

function needsStart({ preview, settings }: ImportFile, timeZone: string): boolean {
  return preview?.kind === "readable" && preview.needsStart && startOf(settings, timeZone) === null;
}

/** Whether what would be stored of a file is probably wrong. */
export function hasSevere(preview: ImportFile["preview"]): boolean {
  return preview?.kind === "readable" && preview.summary.warnings.some(({ isSevere }) => isSevere);
}

/** The questions of a file that cannot be read without their answers. */
export function questionsOf(preview: ImportFile["preview"]): { message: string; question: Question }[] {
  if (preview?.kind !== "unreadable") return [];
  return preview.problems.flatMap(({ message, question }) => (question ? [{ message, question }] : []));
}

/** What to do about a file that cannot be read. */
export function adviceFor(file: ImportFile): string {
  const { preview, table } = file;
  if (preview?.kind !== "unreadable") return "";
  if (questionsOf(preview).length > 0) return "Nothing of it is imported before this is answered.";
  if (preview.problems.some(isHalfLine)) {
    return "Export the file again when its test is over, or leave the half line out.";
  }
  const isAboutRows = preview.problems.some(({ row, column }) => row !== null && column !== null);
  const canName = table !== null && table.headings.length > 1;
  if (canName && preview.problems.length <= 1) {
    return "Name its columns by hand below, or export it again with time, voltage and current.";
  }
  return isAboutRows
    ? "Correct these lines where the file comes from, or export it again, and drop it here once more."
    : "Export it again as CSV or text, and drop it here once more.";
}

/** Whether the problem is an incomplete last line, which may be left out. */
export function isHalfLine({ message }: { message: string }): boolean {
  return /last line/i.test(message);
}

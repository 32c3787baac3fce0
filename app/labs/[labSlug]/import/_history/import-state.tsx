import { StatusDot } from "@/app/_components/status-dot";
import classes from "./history.module.css";
import { type ImportStatus, wordOf } from "./import-statuses";

const TONES: Record<ImportStatus, "good" | "warning" | "bad" | "quiet"> = {
  receiving: "warning",
  queued: "warning",
  stored: "good",
  failed: "bad",
  undoing: "warning",
  undone: "quiet",
};

/** The state of an import, in a word. */
export function ImportState({ status, parts, partsDone }: { status: ImportStatus; parts: number; partsDone: number }) {
  const isPartly = status === "queued" && parts > 1;
  return (
    <span className={classes.state} data-status={status}>
      <StatusDot tone={TONES[status]} />
      {wordOf(status)}
      {isPartly && ` ${partsDone} of ${parts}`}
    </span>
  );
}

import { StatusDot } from "@/app/_components/status-dot";
import classes from "./history.module.css";
import type { ImportStatus } from "./import-statuses";

const WORDS: Record<ImportStatus, { word: string; tone: "good" | "warning" | "bad" | "quiet" }> = {
  receiving: { word: "arriving", tone: "warning" },
  queued: { word: "storing", tone: "warning" },
  stored: { word: "stored", tone: "good" },
  failed: { word: "failed", tone: "bad" },
  undoing: { word: "being undone", tone: "warning" },
  undone: { word: "undone", tone: "quiet" },
};

/** The state of an import, in a word. */
export function ImportState({ status, parts, partsDone }: { status: ImportStatus; parts: number; partsDone: number }) {
  const { word, tone } = WORDS[status];
  const isPartly = status === "queued" && parts > 1;
  return (
    <span className={classes.state} data-status={status}>
      <StatusDot tone={tone} />
      {word}
      {isPartly && ` ${partsDone} of ${parts}`}
    </span>
  );
}

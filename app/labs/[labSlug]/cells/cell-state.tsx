import { StatusDot, type StatusTone } from "@/app/_components/status-dot";
import type { CellStatus } from "@/server/domain/cells/cell-status";
import classes from "./cell-state.module.css";

const STATUS: Record<CellStatus, { word: string; tone: StatusTone }> = {
  waiting: { word: "waiting", tone: "quiet" },
  ended: { word: "ended", tone: "quiet" },
  imported: { word: "imported", tone: "quiet" },
  silent: { word: "silent", tone: "warning" },
  resting: { word: "resting", tone: "good" },
  running: { word: "running", tone: "good" },
};

/** What a cell does: a dot with its word. */
export function CellState({ status }: { status: CellStatus }) {
  return (
    <span className={classes.state}>
      <StatusDot tone={STATUS[status].tone} />
      {STATUS[status].word}
    </span>
  );
}

import { StatusDot, type StatusTone } from "@/app/_components/status-dot";
import type { CellStatus } from "@/server/domain/cells/cell-state";
import classes from "./cell-state-mark.module.css";

const TONES: Record<CellStatus, StatusTone> = {
  waiting: "quiet",
  ended: "quiet",
  imported: "quiet",
  silent: "warning",
  resting: "good",
  running: "good",
};

/** What a cell does: a dot and its word. */
export function CellStateMark({ state }: { state: CellStatus }) {
  return (
    <span className={classes.state}>
      <StatusDot tone={TONES[state]} />
      {state}
    </span>
  );
}

/** The clock of the live part, in Unix ms. It runs ahead of real time until it reaches now, and then with it. */
export type LiveClock = { simulatedMs: number; isRealTime: boolean };

/** However long a server is away, no more than this is made up for: the simulated cyclers waited with it. */
const LONGEST_STEP_MS = 2000;

/** @param elapsedMs real time since the clock was last advanced */
export function advanceClock(clock: LiveClock, elapsedMs: number, timeLapse: number, nowMs: number): LiveClock {
  // A wall clock may be set back; simulated time never is.
  if (clock.isRealTime) return { simulatedMs: Math.max(clock.simulatedMs, nowMs), isRealTime: true };
  const stepMs = Math.min(LONGEST_STEP_MS, Math.max(0, elapsedMs)) * timeLapse;
  const simulatedMs = clock.simulatedMs + stepMs;
  return simulatedMs >= nowMs ? { simulatedMs: nowMs, isRealTime: true } : { simulatedMs, isRealTime: false };
}

import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/** A process of the system under test, which is ended and started as a case asks for it. */
export type Part<Options = never> = {
  start: (options?: Options) => Promise<void>;
  /** Asks it to end, and waits until it is gone; answers the seconds that it took. */
  end: (signal: NodeJS.Signals) => Promise<number>;
  isRunning: () => boolean;
  /** Whether it is gone though nobody asked it to end. */
  hasDied: () => boolean;
  /** What it was last started with; undefined for nothing. */
  startedWith: () => Options | undefined;
};

const LOOK_EVERY_MS = 10;
const PATIENCE_MS = 60_000;

/** @param pid of the process that runs already */
export function partOf<Options = never>(
  name: string,
  { pid, start }: { pid: number | null; start: (options?: Options) => Promise<number> },
): Part<Options> {
  let current = pid;
  let options: Options | undefined;
  let isWanted = true;
  const isRunning = () => current !== null && isAlive(current);
  return {
    start: async (asked) => {
      if (isRunning()) throw new Error(`${name} runs already`);
      options = asked;
      current = await start(asked);
      isWanted = true;
    },
    end: async (wanted) => {
      isWanted = false;
      const beganMs = performance.now();
      if (current !== null && isAlive(current)) process.kill(current, wanted);
      while (isRunning()) {
        if (performance.now() - beganMs > PATIENCE_MS) throw new Error(`${name} did not end on ${wanted}`);
        await pause(LOOK_EVERY_MS);
      }
      return (performance.now() - beganMs) / 1000;
    },
    isRunning,
    hasDied: () => isWanted && current !== null && !isRunning(),
    startedWith: () => options,
  };
}

function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2)[0] !== "Z";
  } catch {
    return false;
  }
}

import { cellLife, type CellLife } from "../cycles/cell-life";
import { type CellCycle, statisticsCycles } from "../cycles/cycle-metrics";
import { findKnee } from "./knee";
import { coarsened, toLifePoints, withoutStrays } from "./life-points";

/** A place on the cycle axis, perhaps between two, with its 90 % interval. */
export type AgeingPlace = { cycle: number; from: number; to: number };

/** How a cell ages, each null with its reason. */
export type CellAgeing = {
  referenceCycle: number | null;
  /** Of its last cycle. */
  equivalentFullCycles: number | null;
  endOfLife: { cycle: number; reached: boolean } | null;
  knee: AgeingPlace | null;
  onset: AgeingPlace | null;
  cyclesTo: CellLife["cyclesTo"];
  why: { knee?: string; onset?: string; endOfLife?: string };
};

/**
 * @param cycles of one cell by shown number, as `cellCycles` gives them
 * @param args.endOfLifeRetention the lab's threshold, a fraction
 * @see contract.md, "Ageing"
 */
export function cellAgeing(
  cycles: readonly CellCycle[],
  args: { referenceCycle: number | null; endOfLifeRetention: number; polarity: string },
): CellAgeing {
  const { referenceCycle, endOfLifeRetention } = args;
  const { endOfLifeCycle, cyclesTo } = cellLife(cycles, args);
  const fits = kneeOf(cycles, referenceCycle, endOfLifeCycle);
  return {
    referenceCycle,
    equivalentFullCycles: cycles.at(-1)?.equivalentFullCycles ?? null,
    endOfLife: endOfLifeCycle === null ? null : { cycle: endOfLifeCycle, reached: true },
    knee: fits.knee,
    onset: fits.onset,
    cyclesTo,
    why: {
      ...fits.why,
      ...(endOfLifeCycle === null ? { endOfLife: whyNoEnd(referenceCycle, endOfLifeRetention) } : {}),
    },
  };
}

const NO_REFERENCE = "There is no reference cycle yet.";

function whyNoEnd(referenceCycle: number | null, retention: number): string {
  if (referenceCycle === null) return NO_REFERENCE;
  const percent = Number((100 * retention).toFixed(2));
  return `Not reached: no three statistics cycles running lie under ${percent} % of the reference.`;
}

type Fits = Pick<CellAgeing, "knee" | "onset"> & { why: { knee?: string; onset?: string } };

function kneeOf(cycles: readonly CellCycle[], referenceCycle: number | null, endOfLifeCycle: number | null): Fits {
  if (referenceCycle === null) return noKnee(NO_REFERENCE);
  const lastCycle = endOfLifeCycle ?? Number.POSITIVE_INFINITY;
  const aged = statisticsCycles(cycles).filter(({ cycle }) => cycle >= referenceCycle && cycle <= lastCycle);
  const { points, left } = withoutStrays(toLifePoints(aged));
  const found = findKnee(coarsened(points));
  if (!found) {
    const strays = left > 0 ? `, ${left} strays left out` : "";
    return noKnee(
      `None: a knee needs 20 statistics cycles from the reference on; there are ${points.cycle.length}${strays}.`,
    );
  }
  const { knee, onset } = found;
  if (!knee.isFound) return noKnee(`None: ${knee.why.join("; ")}.`);
  return {
    knee: placeOf(knee),
    onset: onset?.isFound ? placeOf(onset) : null,
    why: onset?.isFound ? {} : { onset: `None: ${onset?.why.join("; ") ?? "two knots need more points"}.` },
  };
}

const placeOf = ({ cycle, from, to }: AgeingPlace): AgeingPlace => ({ cycle, from, to });

const noKnee = (why: string): Fits => ({
  knee: null,
  onset: null,
  why: { knee: why, onset: "None: an onset is looked for only where there is a knee." },
});

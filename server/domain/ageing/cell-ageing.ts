import { type AgedCycle, type CellLife, lifeEnds } from "../cycles/cell-life";
import { floatAt } from "../samples/sample-columns";
import { findKnee } from "./knee";
import { coarsened, type LifePoints, pointsUpTo, withoutStrays } from "./life-points";

/** A position on the cycle axis, not always a whole number, with its 90 % interval. */
type AgeingPlace = { cycle: number; from: number; to: number };

/** Where a cell's life bends, or why that cannot be said. */
export type LifeBends = {
  knee: AgeingPlace | null;
  onset: AgeingPlace | null;
  why: { knee?: string; onset?: string };
};

/** How a cell ages; what is null has its reason. */
export type CellAgeing = LifeBends & {
  referenceCycle: number | null;
  /** Of its last cycle. */
  equivalentFullCycles: number | null;
  endOfLife: { cycle: number; reached: boolean } | null;
  cyclesTo: CellLife["cyclesTo"];
  why: { knee?: string; onset?: string; endOfLife?: string };
};

/** What ageing is told from. */
export type Life = {
  referenceCycle: number | null;
  referenceAh: number | null;
  /** Of its last cycle. */
  equivalentFullCycles: number | null;
  /** Statistics cycles by number; those before the reference cycle are left out. */
  points: LifePoints;
};

/**
 * @param endOfLifeRetention the lab's threshold, a fraction
 * @param bendsOf `lifeBends`, or what remembers its answers
 * @see contract.md, "Ageing"
 */
export function cellAgeing(
  life: Life,
  endOfLifeRetention: number,
  bendsOf: (points: LifePoints) => LifeBends,
): CellAgeing {
  const { referenceCycle, equivalentFullCycles, points } = life;
  const { endOfLifeCycle, cyclesTo } = lifeEnds(agedCycles(life), endOfLifeRetention);
  const bends = referenceCycle === null ? noKnee(NO_REFERENCE) : bendsOf(pointsUpTo(points, endOfLifeCycle));
  const why = endOfLifeCycle === null ? { endOfLife: whyNoEnd(referenceCycle, endOfLifeRetention) } : {};
  return {
    referenceCycle,
    equivalentFullCycles,
    endOfLife: endOfLifeCycle === null ? null : { cycle: endOfLifeCycle, reached: true },
    ...bends,
    cyclesTo,
    why: { ...bends.why, ...why },
  };
}

function agedCycles({ points: { cycle, capacityAh }, referenceAh }: Life): AgedCycle[] {
  return Array.from(cycle, (number, index) => ({
    cycle: number,
    capacityRetention: referenceAh ? floatAt(capacityAh, index) / referenceAh : null,
  }));
}

const NO_REFERENCE = "There is no reference cycle yet.";

function whyNoEnd(referenceCycle: number | null, retention: number): string {
  if (referenceCycle === null) return NO_REFERENCE;
  const percent = Number((100 * retention).toFixed(2));
  return `Not reached: no three statistics cycles running lie under ${percent} % of the reference.`;
}

/** The knee and the onset of a life, strays left out. @param points from the reference cycle up to the end of life */
export function lifeBends(given: LifePoints): LifeBends {
  const { points, left } = withoutStrays(given);
  const found = findKnee(coarsened(points));
  if (!found) return noKnee(tooFew(points.cycle.length, left));
  const { knee, onset } = found;
  if (!knee.isFound) return noKnee(`None: ${knee.why.join("; ")}.`);
  if (onset?.isFound) return { knee: placeOf(knee), onset: placeOf(onset), why: {} };
  const why = onset ? onset.why.join("; ") : "two knots need more points";
  return { knee: placeOf(knee), onset: null, why: { onset: `None: ${why}.` } };
}

function tooFew(count: number, strays: number): string {
  const leftOut = strays > 0 ? `, ${strays} strays left out` : "";
  return `None: a knee needs 20 statistics cycles from the reference cycle on; there are ${count}${leftOut}.`;
}

const placeOf = ({ cycle, from, to }: AgeingPlace): AgeingPlace => ({ cycle, from, to });

const noKnee = (why: string): LifeBends => ({
  knee: null,
  onset: null,
  why: { knee: why, onset: "None: an onset is looked for only where there is a knee." },
});

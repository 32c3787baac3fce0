import { COARSEST_RESOLUTION_A, SMALL_CHANGE } from "../../domain/cycles/quality/capacity-uncertainty";
import type { Run } from "../../domain/cycles/runs";
import type { SampleColumns } from "../../domain/samples/sample-columns";

/** One sample of a run in one direction. */
type Point = { timeS: number; currentA: number };

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/**
 * U of one run and one direction as the definition says it, from all its samples at once: what the product computes as samples arrive is
 * held against this. A·s.
 * @param samples of the run
 * @param before the sample before the run in its test
 */
export function uncertaintyByText(run: Run, samples: SampleColumns, before: number | null, sign: 1 | -1): number {
  const points = pointsOf(samples, sign);
  const beforeA = Math.max(sign * (before ?? 0), 0);
  const largestA = Math.max(0, ...points.map(({ currentA }) => currentA));
  const betweenS = (run.previousGapS ?? -1) < 0 ? 0 : Math.abs((run.previousGapS ?? 0) - run.leadInS);
  const clocksAs = betweenS * Math.max(beforeA, points[0]?.currentA ?? 0);
  if (largestA === 0) return 2 * clocksAs;
  const leadInAs = leadInError(run.leadInS, points, beforeA);
  return 2 * (samplingError(points) + leadInAs + clocksAs + resolutionError(run, samples, points, largestA));
}

function pointsOf({ length, currentA, testTimeS, timeUs }: SampleColumns, sign: 1 | -1): Point[] {
  return Array.from({ length }, (_, index) => {
    const testTime = testTimeS[index] ?? Number.NaN;
    return {
      timeS: Number.isNaN(testTime) ? (timeUs[index] ?? 0) / 1e6 : testTime,
      currentA: Math.max(sign * (currentA[index] ?? 0), 0),
    };
  });
}

function samplingError(points: readonly Point[]): number {
  return sum(
    points.slice(1).map((right, index) => {
      const left = points[index] ?? right;
      const [before, behind] = [points[index - 1], points[index + 2]];
      const dt = right.timeS - left.timeS;
      const mostAs = (Math.abs(right.currentA - left.currentA) / 2) * dt;
      if (mostAs === 0 || !behind) return mostAs;
      const rate = Math.abs(right.currentA - left.currentA) / dt;
      const nextRate = Math.abs(behind.currentA - right.currentA) / (behind.timeS - right.timeS);
      if (!before && (right.currentA > left.currentA || !(nextRate >= rate / 10))) return mostAs;
      const areas = [
        before && parabolaArea([before, left, right], left, right),
        parabolaArea([left, right, behind], left, right),
      ];
      const known = areas.filter((area) => area !== undefined && Number.isFinite(area)).map(Number);
      if (known.length === 0) return mostAs;
      const trapezoid = ((left.currentA + right.currentA) / 2) * dt;
      return Math.min(mostAs, Math.abs(trapezoid - sum(known) / known.length));
    }),
  );
}

/** The area under the parabola through three points, by Simpson's rule, which is exact for it. */
function parabolaArea(points: readonly [Point, Point, Point], from: Point, to: Point): number {
  const at = (timeS: number) =>
    sum(
      points.map((own) => {
        const others = points.filter((other) => other !== own);
        return own.currentA * others.reduce((share, { timeS: t }) => (share * (timeS - t)) / (own.timeS - t), 1);
      }),
    );
  const width = to.timeS - from.timeS;
  return (width / 6) * (from.currentA + 4 * at((from.timeS + to.timeS) / 2) + to.currentA);
}

function leadInError(leadInS: number, [first, second]: readonly Point[], beforeA: number): number {
  if (leadInS === 0 || !first || first.currentA === 0) return 0;
  const bounds: number[] = [];
  if (second && second.timeS > first.timeS) {
    const rate = Math.abs(second.currentA - first.currentA) / (second.timeS - first.timeS);
    bounds.push(((leadInS * leadInS) / 2) * rate);
  }
  if (beforeA > 0) bounds.push((leadInS / 2) * Math.abs(first.currentA - beforeA));
  return bounds.length === 0 ? 0 : Math.min(...bounds);
}

function resolutionError(run: Run, { currentA }: SampleColumns, points: readonly Point[], largestA: number): number {
  const changes = [...currentA.subarray(1)].flatMap((right, index) => {
    const left = currentA[index] ?? right;
    const change = Math.abs(right - left);
    return change > 0 && change <= SMALL_CHANGE * Math.max(Math.abs(left), Math.abs(right)) ? [change] : [];
  });
  const resolutionA = changes.length > 0 ? median(changes) : 10 ** -decimalsOf([largestA], 4, 12);
  const clockS =
    10 **
    -decimalsOf(
      points.map(({ timeS }) => timeS),
      0,
      6,
    );
  return (
    Math.sqrt(1 / 12) *
      Math.min(resolutionA, changes.length > 0 ? Number.POSITIVE_INFINITY : COARSEST_RESOLUTION_A) *
      run.durationS +
    Math.sqrt(1 / 6) * clockS * largestA
  );
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2;
}

/** How many decimals all of the values have, as written. */
function decimalsOf(values: readonly number[], least: number, most: number): number {
  const decimals = values.map((value) => {
    const written = value.toPrecision(15).replace(/e.*/, "").replace(/0+$/, "").split(".")[1] ?? "";
    return value.toPrecision(15).includes("e-") ? most : written.length;
  });
  return Math.min(most, Math.max(least, ...decimals));
}

import { expect, it } from "vitest";
import { PLANTED_SHAPES, type PlantedShape, plantedLife } from "../../testing/references/planted-lives";
import { findKnee } from "./knee";
import { toLifePoints, withoutStrays } from "./life-points";

/** `npm run test:long -- knees` takes more, and others. */
const LIVES = Number(process.env.KNEE_LIVES ?? 20);
const SEED = Number(process.env.KNEE_SEED ?? 2026);
const END_OF_LIFE = 0.8;

const [withKnee, without] = [PLANTED_SHAPES.filter(({ knee }) => knee), PLANTED_SHAPES.filter(({ knee }) => !knee)];

/** The knee of one life up to the first three cycles running under the threshold, against the planted one, in shares of that life. */
function fitOne(shape: PlantedShape, draw: number) {
  const life = plantedLife(shape, SEED, draw);
  const threshold = END_OF_LIFE * (life[0]?.dischargeCapacityAh ?? 0);
  const isBelow = (index: number) => (life[index]?.dischargeCapacityAh ?? 1) < threshold;
  const end = life.findIndex((_, index) => isBelow(index) && isBelow(index + 1) && isBelow(index + 2));
  const aged = end < 0 ? life : life.slice(0, end + 1);
  const { points } = withoutStrays(toLifePoints(aged));
  const knee = findKnee(points)?.knee;
  const planted = shape.knee ? (shape.knee.onset + shape.knee.end) / 2 : Number.NaN;
  return {
    isFound: knee?.isFound ?? false,
    error: ((knee?.cycle ?? Number.NaN) - planted) / aged.length,
    isInside: knee !== undefined && knee.from <= planted && planted <= knee.to,
  };
}

const fitsOf = (shape: PlantedShape) => Array.from({ length: LIVES }, (_, draw) => fitOne(shape, draw));
const shareOf = <T>(all: readonly T[], is: (one: T) => boolean) => all.filter(is).length / all.length;

it("finds planted knees without bias, and nine in ten inside of their interval", () => {
  const fits = withKnee.map((shape) => ({ shape, own: fitsOf(shape) }));
  for (const { shape, own } of fits) {
    const bias = own.reduce((sum, { error }) => sum + error, 0) / own.length;
    expect(Math.abs(bias), shape.name).toBeLessThan(0.02);
  }
  const all = fits.flatMap(({ own }) => own);
  expect(shareOf(all, ({ isFound }) => isFound)).toBeGreaterThanOrEqual(0.95);
  expect(shareOf(all, ({ isInside }) => isInside)).toBeGreaterThanOrEqual(0.85);
});

it("finds none where none was planted", () => {
  const all = without.flatMap(fitsOf);
  expect(shareOf(all, ({ isFound }) => isFound)).toBeLessThanOrEqual(0.05);
});

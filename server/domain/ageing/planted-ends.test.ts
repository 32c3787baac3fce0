import { expect, it } from "vitest";
import { PLANTED_SHAPES, type PlantedShape, plantedLife } from "../../testing/references/planted-lives";
import { cellAgeing, type LifeBends } from "./cell-ageing";
import { toLifePoints } from "./life-points";

const LIVES = Number(process.env.END_LIVES ?? 40);
const SEED = Number(process.env.END_SEED ?? 2026);
const END_OF_LIFE = 0.8;
const NO_BENDS: LifeBends = { knee: null, onset: null, why: {} };

type PlantedCycle = ReturnType<typeof plantedLife>[number];

/** The end of a life as a cell's page and the REST API tell it; null where it is not reached. */
function endOf(life: readonly PlantedCycle[]): number | null {
  const [first] = life;
  const reference = { referenceCycle: 1, referenceAh: first?.dischargeCapacityAh ?? null, equivalentFullCycles: null };
  return cellAgeing({ ...reference, points: toLifePoints(life) }, END_OF_LIFE, () => NO_BENDS).endOfLife?.cycle ?? null;
}

/** Where the capacity without its noise falls under the threshold. */
const plantedEnd = (life: readonly PlantedCycle[]) => life.find(({ soundAh }) => soundAh < END_OF_LIFE)?.cycle ?? null;

/** Faults of a test, not of the cell: one cycle alone, and two running, gave half. */
const FAULTY: ReadonlySet<number> = new Set([20, 40, 41]);
const withFaults = (one: PlantedCycle): PlantedCycle =>
  FAULTY.has(one.cycle) ? { ...one, dischargeCapacityAh: one.dischargeCapacityAh / 2 } : one;

const livesOf = (shape: PlantedShape) =>
  Array.from({ length: LIVES }, (_, draw) => plantedLife(shape, SEED, draw).map(withFaults));

it.each(PLANTED_SHAPES)("finds the planted end of $name without bias", (shape) => {
  const errors = livesOf(shape).map((life) => {
    const [planted, found] = [plantedEnd(life), endOf(life)];
    expect(planted).not.toBeNull();
    expect(found, `planted at ${planted}`).not.toBeNull();
    return ((found ?? 0) - (planted ?? 0)) / (planted ?? 1);
  });
  const bias = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  expect(Math.abs(bias)).toBeLessThan(0.02);
});

it.each(PLANTED_SHAPES)("finds no end of $name where its noise alone could have reached it", (shape) => {
  // Both a life's first capacity and its last ones err: six standard deviations of what is left lie between.
  const isFar = ({ soundAh }: PlantedCycle) => soundAh > END_OF_LIFE + 6 * shape.sigma;
  for (const life of livesOf(shape)) expect(endOf(life.filter(isFar))).toBeNull();
});

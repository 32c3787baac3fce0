import { uniformOf } from "../../domain/simulated-cells/random";

/** How the retention of a cell falls, and where a knee was put into it. Rates of fade are shares a cycle. */
export type PlantedShape = {
  name: string;
  cycles: number;
  /** Where the fade begins to grow and where it has grown; null for a life without a knee. */
  knee: { onset: number; end: number } | null;
  fadeAt: (cycle: number) => number;
  /** Standard deviation of a capacity, as a share, and the correlation of neighbours. */
  sigma: number;
  lag1: number;
};

const blunt = (
  name: string,
  knee: { onset: number; end: number },
  rest: { before: number; after: number; cycles: number; sigma: number; lag1: number },
): PlantedShape => {
  const { before, after, ...others } = rest;
  const grown = (cycle: number) =>
    knee.end === knee.onset
      ? Number(cycle > knee.onset)
      : Math.min(1, Math.max(0, (cycle - knee.onset) / (knee.end - knee.onset)));
  return { name, knee, ...others, fadeAt: (cycle) => before + (after - before) * grown(cycle) };
};

const smooth = (
  name: string,
  fadeAt: (cycle: number) => number,
  rest: { cycles: number; sigma: number; lag1: number },
): PlantedShape => ({ name, knee: null, fadeAt, ...rest });

/** Lives as cells of labs have them: knees sharp and blunt, early and late, in little and in much noise, and lives without one. */
export const PLANTED_SHAPES: readonly PlantedShape[] = [
  blunt("sharp", { onset: 300, end: 300 }, { before: 1.2e-4, after: 1.6e-3, cycles: 460, sigma: 5e-4, lag1: 0 }),
  blunt(
    "sharp, noisy",
    { onset: 300, end: 300 },
    { before: 1.2e-4, after: 1.6e-3, cycles: 460, sigma: 3e-3, lag1: 0.3 },
  ),
  blunt("early", { onset: 140, end: 160 }, { before: 1.5e-4, after: 6e-4, cycles: 500, sigma: 1e-3, lag1: 0.5 }),
  blunt("late", { onset: 700, end: 740 }, { before: 1e-4, after: 1.5e-3, cycles: 900, sigma: 1e-3, lag1: 0 }),
  blunt("blunt", { onset: 280, end: 340 }, { before: 1.2e-4, after: 1.4e-3, cycles: 480, sigma: 1e-3, lag1: 0.5 }),
  blunt("very blunt", { onset: 300, end: 420 }, { before: 1e-4, after: 1.2e-3, cycles: 580, sigma: 1e-3, lag1: 0.3 }),
  blunt("few cycles", { onset: 60, end: 64 }, { before: 4e-4, after: 5e-3, cycles: 110, sigma: 1e-3, lag1: 0 }),
  blunt("weak", { onset: 200, end: 200 }, { before: 4e-4, after: 1.2e-3, cycles: 330, sigma: 1e-3, lag1: 0 }),
  smooth("straight", () => 4.5e-4, { cycles: 500, sigma: 1e-3, lag1: 0 }),
  smooth("straight, drifting noise", () => 4.5e-4, { cycles: 500, sigma: 2e-3, lag1: 0.8 }),
  smooth("root of the cycle", (cycle) => 9e-3 / (2 * Math.sqrt(cycle)), { cycles: 600, sigma: 1e-3, lag1: 0.3 }),
  smooth("evenly faster", (cycle) => 1e-4 + 1.4e-6 * cycle, { cycles: 500, sigma: 1e-3, lag1: 0.3 }),
];

const TWO_PI = 2 * Math.PI;

/** A value of the normal distribution that depends on nothing but `keys`. @see Box & Muller (1958) */
function normalOf(...keys: readonly number[]): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniformOf(...keys, 0)));
  return radius * Math.cos(TWO_PI * uniformOf(...keys, 1));
}

/** Discharge capacities of one cell of 1 Ah, with and without its noise. */
export function plantedLife(shape: PlantedShape, seed: number, draw: number) {
  let sound = 1;
  let error = normalOf(seed, draw, 0);
  return Array.from({ length: shape.cycles }, (_, index) => {
    const cycle = index + 1;
    if (index > 0) {
      sound -= shape.fadeAt(cycle - 0.5); // the mean rate between both cycles
      error = shape.lag1 * error + Math.sqrt(1 - shape.lag1 ** 2) * normalOf(seed, draw, cycle);
    }
    return { cycle, soundAh: sound, dischargeCapacityAh: sound + shape.sigma * error };
  });
}

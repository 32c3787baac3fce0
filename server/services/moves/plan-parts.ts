import type { Hour, MovedTest } from "../../data/moves/move-reads";

/** Tests whose rows share files; of samples those of a stretch of time, where null is no bound. */
export type Stretch = { name: string; tests: readonly number[]; from: string | null; to: string | null };

const nameOf = (tests: readonly number[]) => (tests.length === 1 ? `${tests[0]}` : `${tests[0]}-${tests.at(-1)}`);

/**
 * Puts tests together until they have so many samples. One that has them by itself, or whose first samples are no longer kept, stays alone.
 * Where a test begins, and what later ones have, moves no earlier border: who exports again finds the same files.
 */
export function groupTests(tests: readonly MovedTest[], most: number): MovedTest[][] {
  const groups: MovedTest[][] = [];
  let room = -1;
  for (const test of tests) {
    const isAlone = test.samples > most || test.keptFrom !== null;
    if (isAlone || test.samples > room) {
      groups.push([test]);
      room = isAlone ? -1 : most - test.samples;
    } else {
      groups.at(-1)?.push(test);
      room -= test.samples;
    }
  }
  return groups;
}

export const stretchOf = (group: readonly MovedTest[]): Stretch => {
  const tests = group.map(({ testId }) => testId);
  return { name: nameOf(tests), tests, from: group[0]?.keptFrom ?? null, to: null };
};

/** Cuts the samples of one test at full hours, so that no stretch has many more than `most`. */
export function cutTest(test: MovedTest, hours: readonly Hour[], most: number): Stretch[] {
  const stretches: Stretch[] = [];
  let [from, samples] = [test.keptFrom, 0];
  const end = (to: string | null) => {
    const since = from === null ? "" : `.${from.replace(/[^\d]/g, "")}`;
    stretches.push({ name: `${test.testId}${since}`, tests: [test.testId], from, to });
  };
  for (const { hour, samples: more } of hours) {
    if (samples > 0 && samples + more > most) {
      end(hour);
      [from, samples] = [hour, 0];
    }
    samples += more;
  }
  end(null);
  return stretches;
}

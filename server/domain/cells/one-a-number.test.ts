import { expect, it } from "vitest";
import { oneANumber, type PageCycle } from "./cell-page";
import { ofLaterTests } from "./one-a-number";

const cycle = (number: number, test: string, startedAtMs: number) =>
  ({ cycle: number, test, startedAtMs }) as PageCycle;

it("takes of cycles that share a number that of the test that started later, in whatever order they come", () => {
  const early = [cycle(1, "first", 0), cycle(2, "first", 10), cycle(3, "first", 50)];
  const late = [cycle(2, "second", 20), cycle(3, "second", 30)];
  const taken = [early[0], ...late];
  for (const shown of [
    [...early, ...late],
    [...late, ...early],
  ]) {
    const chosen = ofLaterTests(shown, ({ test, startedAtMs }) => [test, startedAtMs]);
    expect(new Set(chosen)).toEqual(new Set(taken));
    expect(oneANumber(shown)).toEqual(new Set(taken));
  }
});

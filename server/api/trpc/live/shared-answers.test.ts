import { expect, it } from "vitest";
import { SharedAnswers } from "./shared-answers";

type Answer = { version: number };

/** Answers as of the version that the lab has when they are computed. */
function labAt() {
  const lab = { version: 5, computed: 0 };
  const answers = new SharedAnswers<Answer>(({ version }) => version);
  const take = (key: string, sinceVersion: number, atLeast: number) =>
    answers.take(key, { sinceVersion, atLeast }, async () => {
      lab.computed += 1;
      return { version: lab.version };
    });
  return { lab, take };
}

it("computes once for all streams that ask for the same", async () => {
  const { lab, take } = labAt();
  const all = await Promise.all([take("a", 3, 5), take("a", 3, 5), take("a", 3, 4)]);
  expect(await take("a", 3, 5)).toEqual({ version: 5 });
  expect([all, lab.computed]).toEqual([[{ version: 5 }, { version: 5 }, { version: 5 }], 1]);
});

it("computes anew, once, what is too old, and apart what is asked for after another version", async () => {
  const { lab, take } = labAt();
  await take("a", 3, 5);
  lab.version = 6;
  expect(await Promise.all([take("a", 3, 6), take("a", 3, 6)])).toEqual([{ version: 6 }, { version: 6 }]);
  expect(lab.computed).toBe(2);
  await take("a", 5, 6);
  await take("b", 5, 6);
  expect(lab.computed).toBe(4);
});

it("does not keep a failure", async () => {
  const answers = new SharedAnswers<Answer>(({ version }) => version);
  const asked = { sinceVersion: 1, atLeast: 2 };
  await expect(answers.take("a", asked, () => Promise.reject(new Error("away")))).rejects.toThrow("away");
  expect(await answers.take("a", asked, async () => ({ version: 2 }))).toEqual({ version: 2 });
});

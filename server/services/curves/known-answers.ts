import { onceAProcess } from "../../once-a-process";
import { Recent } from "../../recent";

/** Numbers of all answers that are remembered: some 25 MiB with what they are written as. */
const MAX_NUMBERS = 1_000_000;

type Known = { answer: object /** That it holds. */; numbers: number };

/**
 * Answers of this process that were made of curves. They are known by everything that they were made of, so that none can be stale; what is
 * asked for again and again need not be read and written each time.
 */
export const knownAnswers = onceAProcess(
  "answers with curves",
  () => new Recent<Known>({ max: MAX_NUMBERS, maxOne: MAX_NUMBERS / 2, sizeOf: ({ numbers }) => numbers }),
);

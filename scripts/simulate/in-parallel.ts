/** Does `work` for every item, at most `lanes` at a time, beginning in order; the first failure ends it. */
export async function forEachInParallel<T>(
  items: readonly T[],
  lanes: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  let hasFailed = false;
  const runLane = async () => {
    for (const item of queue) {
      if (hasFailed) return;
      await work(item).catch((cause) => {
        hasFailed = true;
        throw cause;
      });
    }
  };
  await Promise.all(Array.from({ length: lanes }, runLane));
}

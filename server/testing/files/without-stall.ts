/** No small file may hold its reader for longer, s of processor time. */
const MOST_S = 2;

/** What reading a small file gives, or throws. @throws RangeError where it took too much processor time */
export async function withoutStall<T>(read: () => Promise<T>, mostS = MOST_S): Promise<T> {
  const begun = process.cpuUsage();
  const [outcome] = await Promise.allSettled([read()]);
  const { user, system } = process.cpuUsage(begun);
  const tookS = (user + system) / 1e6;
  if (tookS > mostS) throw new RangeError(`reading it took ${tookS.toFixed(1)} s of processor time`);
  if (outcome.status === "rejected") throw outcome.reason;
  return outcome.value;
}

import { beforeEach, expect, it } from "vitest";
import { orderSamples } from "../domain/samples/batch-series";
import { toSampleColumns } from "../domain/samples/sample-columns";
import { labScopeFromJob } from "../auth/lab-scope";
import { cloneTestDatabase } from "../testing/clone-test-database";
import { batchOf } from "../testing/factories";
import { acceptBatch } from "./accept-batch";
import { queueBatches, storeBatchJob } from "./contracts/store-batch-job";
import { queueOf } from "./job-contract";
import { JOBS_A_TURN, takeTurn } from "./take-turn";
import { lookAtWaiting } from "./waiting-batches";

cloneTestDatabase();

const [NOISY, QUIET, THIRD] = [1, 2, 3];
const samples = [{ timeUs: 1.7e15, voltageV: 3, currentA: 1 }];
/** What a job of so many samples takes of its lab's share. */
const queue = async (labId: number, name: string, size = 1) => {
  await queueBatches(labId, [batchOf(name, samples)], { turn: await takeTurn(labId, size) });
};
const accept = async (labId: number, name: string) => {
  const columns = orderSamples(toSampleColumns(samples.map((sample) => ({ ...sample, record: 0 }))));
  const series = [{ cell: name, test: "", samples: columns }];
  await acceptBatch(labScopeFromJob(labId), { series, samples: 1, cells: {}, idempotency: null });
};
const times = async (count: number, work: (index: number) => Promise<void>) => {
  for (let index = 0; index < count; index++) await work(index);
};

const batches = () => queueOf(storeBatchJob);
/** What waits, as workers take it. */
async function inOrder() {
  const jobs = await batches().getJobs(["prioritized"], 0, -1, true);
  return jobs.map(({ data }) => {
    const {
      labId,
      batches: [batch],
    } = storeBatchJob.payload.parse(data);
    return { labId, cell: batch?.series[0]?.cell };
  });
}
async function takeAway(count: number): Promise<void> {
  for (const job of await batches().getJobs(["prioritized"], 0, count - 1, true)) await job.remove();
}
const placesOf = async (labId: number) =>
  (await inOrder()).flatMap((job, place) => (job.labId === labId ? [place] : []));

beforeEach(() => batches().obliterate({ force: true }));

it("lets a lab's only batch go before another's hundreds, and its next ones wait for their turn", async () => {
  await times(300 + JOBS_A_TURN, (index) => queue(NOISY, `${index - JOBS_A_TURN}`));
  await takeAway(JOBS_A_TURN); // workers have its first share
  await accept(QUIET, "only");
  expect(await placesOf(QUIET)).toEqual([0]);
  await times(2 * JOBS_A_TURN, (index) => accept(QUIET, `more ${index}`));
  expect((await placesOf(QUIET)).at(-1)).toBeLessThanOrEqual(5 * JOBS_A_TURN);
  expect((await inOrder()).slice(0, 2 * JOBS_A_TURN).filter(({ labId }) => labId === NOISY).length).toBeGreaterThan(0);
  const ofNoisy = (await inOrder()).filter(({ labId }) => labId === NOISY);
  expect(ofNoisy.map(({ cell }) => cell)).toEqual(Array.from({ length: 300 }, (_, index) => `${index}`));
});

it("gives each lab its share of a round, and nothing for having been quiet but that its share comes first", async () => {
  await times(100, (index) => accept(NOISY, `${index}`));
  await times(100, (index) => accept(THIRD, `${index}`));
  // Both have gone on for a while when the quiet one comes.
  await takeAway(100);
  await times(40, (index) => accept(QUIET, `${index}`));
  const order = (await inOrder()).map(({ labId }) => labId);
  expect(order.slice(0, JOBS_A_TURN)).toEqual(Array.from({ length: JOBS_A_TURN }, () => QUIET));
  const round = order.slice(0, 3 * JOBS_A_TURN);
  for (const lab of [NOISY, QUIET, THIRD]) {
    const share = round.filter((labId) => labId === lab).length;
    expect(Math.abs(share - JOBS_A_TURN), `lab ${lab}`).toBeLessThanOrEqual(JOBS_A_TURN / 2);
  }
});

it("counts samples where jobs are large, and looks back at nothing once nothing waits", async () => {
  await times(5, (index) => queue(NOISY, `${index}`, 20_000));
  await times(3, (index) => queue(QUIET, `${index}`, 10_000));
  expect((await inOrder()).map(({ labId }) => labId)).toEqual([
    ...[NOISY, QUIET, QUIET, NOISY, QUIET],
    ...[NOISY, NOISY, NOISY],
  ]);
  const { turnsOf, ageS } = await lookAtWaiting();
  expect([turnsOf.get(NOISY), turnsOf.get(QUIET)]).toEqual([10, 3]);
  expect(ageS).toBeLessThan(60);
  for (const job of await batches().getJobs(["prioritized"])) await job.remove();
  expect((await lookAtWaiting()).turnsOf.size).toBe(0);
  expect(await takeTurn(NOISY, 1)).toBe(1);
});

import { afterEach, expect, it } from "vitest";
import { dropEmptyChunks, listChunkRanges } from "../../data/sample-chunks";
import { poolOf } from "../../data/pools";
import { orderSamples } from "../../domain/samples/batch-series";
import { toSampleColumns } from "../../domain/samples/sample-columns";
import { env } from "../../env";
import { drawSeq } from "../../jobs/accept-batch";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { batchOf, createLab } from "../../testing/factories";
import { removeTimeRange } from "../cells/remove-time-range";
import { acceptOnce } from "./accept-once";
import { storeBatch } from "./store-batch";

cloneTestDatabase();

const { LAB_NEW_WEEKS_A_DAY, BATCH_MAX_WEEKS } = env();
afterEach(() => {
  Object.assign(env(), { LAB_NEW_WEEKS_A_DAY, BATCH_MAX_WEEKS });
});

const WEEK_US = 7 * 86_400e6;
/** A Sunday of 1999, and the weeks after it. */
const timesUs = (weeks: number, from = 0) =>
  Array.from({ length: weeks }, (_, week) => 0.92e15 + (from + week) * WEEK_US);
const sampleAt = (timeUs: number) => ({ timeUs, voltageV: 3, currentA: 1 });
function given(weeks: number, from = 0) {
  const samples = orderSamples(
    toSampleColumns(timesUs(weeks, from).map((timeUs) => ({ ...sampleAt(timeUs), record: 0 }))),
  );
  return { series: [{ cell: "A", test: "", samples }], samples: weeks, cells: {}, idempotency: null };
}

it("refuses a batch whose times are scattered over years", async () => {
  const { scope } = await createLab();
  await acceptOnce(scope, given(100));
  await expect(acceptOnce(scope, given(101))).rejects.toMatchObject({
    kind: "invalid_input",
    message: expect.stringContaining("100 weeks; these lie in 101"),
  });
  Object.assign(env(), { BATCH_MAX_WEEKS: 7 });
  await expect(acceptOnce(scope, given(8))).rejects.toMatchObject({
    kind: "invalid_input",
    message: expect.stringContaining("7 weeks; these lie in 8"),
  });
});

it("takes samples of so many weeks a day that nobody had samples of, of each lab, and as many as there are of others", async () => {
  Object.assign(env(), { LAB_NEW_WEEKS_A_DAY: 5 });
  const [{ scope }, others] = [await createLab(), await createLab()];
  await acceptOnce(scope, given(4, 200));
  await acceptOnce(scope, given(5, 200));
  await expect(acceptOnce(scope, given(6, 200))).rejects.toMatchObject({
    kind: "too_many",
    message: expect.stringContaining("5 weeks in a day"),
  });
  await acceptOnce(others.scope, given(5, 300));
  await storeBatch(scope, batchOf("A", timesUs(12, 200).map(sampleAt)));
  // Now there are, so that they cost nobody anything.
  await expect
    .poll(() =>
      acceptOnce(scope, given(12, 200)).then(
        () => "taken",
        ({ kind }) => kind,
      ),
    )
    .toBe("taken");
});

it("drops weeks of which all samples were deleted, and no others", async () => {
  const { scope } = await createLab();
  await storeBatch(scope, batchOf("B", timesUs(6, 400).map(sampleAt)));
  const [first = 0, , , , , last = 0] = timesUs(6, 400);
  const ofTest = async () => (await listChunkRanges()).filter(({ toUs }) => toUs > first && toUs < last + 2 * WEEK_US);
  const before = (await ofTest()).length;
  expect(before).toBe(6);
  await removeTimeRange(scope, { cell: "B", from: first / 1000, to: (last - WEEK_US) / 1000 });
  expect(await dropEmptyChunks()).toBeGreaterThan(0);
  while ((await dropEmptyChunks()) > 0);
  expect(await ofTest()).toHaveLength(1);
  const { rows } = await poolOf("ct_app").query("SELECT count(*)::integer AS n FROM sample_chunks()");
  expect(rows[0]?.n).toBeGreaterThan(0);
  await storeBatch(scope, batchOf("B", timesUs(6, 400).map(sampleAt), { seq: await drawSeq(scope) }));
  expect(await ofTest()).toHaveLength(6);
});

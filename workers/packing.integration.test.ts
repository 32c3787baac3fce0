import { expect, it } from "vitest";
import { inLab } from "@/server/data/in-lab";
import { streamPackedCycles } from "@/server/data/series/packed-cycle-reads";
import { storeBatch } from "@/server/services/batches/store-batch";
import { allOf } from "@/server/testing/all-of";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { batchOf, createLab } from "@/server/testing/factories";
import { startWorkerProcess } from "@/server/testing/senders/worker-process";

cloneTestDatabase();

const CYCLES = 10_000;

it("packs the cycles of a large lab without being asked", { tags: ["thorough"] }, async () => {
  const { scope } = await createLab();
  // A second of charge and one of discharge each.
  const samples = Array.from({ length: 4 * CYCLES }, (_, index) => ({
    timeUs: 1.7e15 + index * 1e6,
    voltageV: 3,
    currentA: index % 4 < 2 ? 1 : -1,
    cycle: 1 + Math.floor(index / 4),
  }));
  await storeBatch(scope, batchOf("A", samples));
  const worker = startWorkerProcess();
  const packed = async () => {
    const tests = await inLab(scope, (tx) => allOf(streamPackedCycles(scope, tx, { quantities: [] })));
    return tests.map(({ cycles }) => cycles.length);
  };
  await expect.poll(packed, { interval: 100 }).toEqual([CYCLES]);
  await worker.stop();
});

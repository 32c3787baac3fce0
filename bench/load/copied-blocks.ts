import { encodeSamples } from "../../server/data/binary-copy";
import { orderSamples } from "../../server/domain/samples/batch-series";
import { NO_INT, toSampleColumns } from "../../server/domain/samples/sample-columns";
import { type Block, type SamplePlan, sampleOf } from "./samples";

// Samples of a benchmark for a COPY past the service: where storing them is not what is measured.

const MESSAGE_BYTES = 65_536;
const FIRST_SEQ = 1.7e15;

/** Rows as the worker would write them, in the order of sending; each block is a batch of its own. */
export function encodeBlocks(plan: SamplePlan, blocks: readonly Block[], testIdOf: (block: Block) => number): Buffer {
  const parts = blocks.map((block, index) => ({
    testId: testIdOf(block),
    seq: new Float64Array(block.count).fill(FIRST_SEQ + index),
    samples: orderSamples(
      toSampleColumns(
        Array.from({ length: block.count }, (_, at) => {
          const { time, voltage, current, cycle, step, testTime } = sampleOf(plan, block.cell, block.from + at);
          return {
            timeUs: time * 1000,
            record: NO_INT,
            voltageV: voltage,
            currentA: current,
            testTimeS: testTime,
            cycle,
            step,
          };
        }),
      ),
    ),
  }));
  return encodeSamples(parts);
}

/** The same in the pieces that a connection takes. */
export function* messagesOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.byteLength; at += MESSAGE_BYTES) yield bytes.subarray(at, at + MESSAGE_BYTES);
}

import { parentPort } from "node:worker_threads";
import { standBehind } from "../../threads/stand-behind";
import type { FromExportThread, ToExportThread } from "./export-messages";
import { createEncoder } from "./create-encoder";
import type { SeriesEncoder } from "./series-encoder";

// The thread that makes files of samples: started by encode-in-thread.ts.

const port = parentPort;
if (port === null) throw new Error("exporting-thread.ts runs as a thread only");
standBehind();

const encoders = new Map<number, SeriesEncoder>();

function work(message: ToExportThread): Uint8Array<ArrayBuffer>[] {
  const { id } = message;
  if (message.kind === "begin") {
    encoders.set(id, createEncoder(message.settings));
    return [];
  }
  const encoder = encoders.get(id);
  if (!encoder) throw new RangeError(`no export has the number ${id}`);
  if (message.kind === "push") return encoder.push(message.samples, message.test);
  encoders.delete(id);
  return message.kind === "end" ? encoder.end() : [];
}

port.on("message", (message: ToExportThread) => {
  const { id } = message;
  let answer: FromExportThread;
  try {
    answer = { id, pieces: work(message) };
  } catch (error) {
    encoders.delete(id);
    answer = { id, error };
  }
  const transferred = "pieces" in answer ? answer.pieces.map(({ buffer }) => buffer) : [];
  port.postMessage(answer, transferred);
});

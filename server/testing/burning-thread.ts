import { parentPort } from "node:worker_threads";

// Stands in for the thread that reads files: a file that it never comes to the end of, in one go.
parentPort?.on("message", () => {
  for (;;);
});

import { endRecorded } from "./processes.mjs";

// Waits until the command that started it is gone (its end of the pipe closes, however it died), then ends what the records still name.
// A command that ended in order has emptied them.
for (const signal of /** @type {NodeJS.Signals[]} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(signal, () => {});
process.stdin.resume();
process.stdin.on("end", async () => {
  for (const file of process.argv.slice(2).reverse()) await endRecorded(file);
  process.exit(0);
});

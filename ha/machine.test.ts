import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { expect, it } from "vitest";
import { FaultyWay } from "../faults/faulty-way";
import { Machine } from "./machine";

/** Says how many ticks of its own connection came back; the port is its argument. */
const TICKING = `
  const socket = require("node:net").connect(Number(process.argv[1]), "127.0.0.1");
  socket.on("data", () => process.stdout.write("."));
  setInterval(() => socket.write("."), 5);`;

it("reaches nobody while it is cut off, and neither does what it started", async () => {
  const server = createServer((socket) => socket.on("error", () => {}).pipe(socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const wayToOther = await FaultyWay.start(() => port);
  const ticks = { ours: 0, theirs: 0 };
  const tick = (whose: keyof typeof ticks) => {
    const started = [
      `require("node:child_process").spawn(process.execPath, ["-e", process.argv[2], process.argv[1]], { stdio: "inherit" })`,
    ];
    const child = spawn(process.execPath, ["-e", started.join(), String(wayToOther.port), TICKING], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    child.stdout.on("data", (chunk: Buffer) => {
      ticks[whose] += chunk.length;
    });
    return child;
  };
  const machineOf = (whose: keyof typeof ticks) =>
    new Machine(whose, {
      fleet: { release: () => {} },
      start: async () => tick(whose),
      waysToOthers: () => [wayToOther],
    });
  const [ours, theirs] = [machineOf("ours"), machineOf("theirs")];
  await Promise.all([ours.start(), theirs.start()]);
  try {
    await expect.poll(() => ticks.ours > 0 && ticks.theirs > 0).toBe(true);
    await ours.isolate();
    const passTicks = async (count: number) => {
      const before = ticks.theirs;
      await expect.poll(() => ticks.theirs - before).toBeGreaterThan(count);
    };
    await passTicks(10); // what was under way has arrived
    const before = ticks.ours;
    await passTicks(100);
    expect(ticks.ours).toBe(before);
    await ours.bringBack();
    await expect.poll(() => ticks.ours).toBeGreaterThan(before);
  } finally {
    await Promise.all([ours.kill(), theirs.kill()]);
    server.close();
  }
});

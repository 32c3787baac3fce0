import { fork } from "node:child_process";
import { once } from "node:events";
import { z } from "zod";
import { type LoadJob, loadMessage, pacedAnswer, type Sent, sentAnswer } from "./load-jobs";
import type { BenchLab, RunningSystem } from "./running-system";

const ANYTHING = z.unknown();

/** Starts a process that loads the system in a lab's name; its processor time is told as "load". */
export async function startLoad(system: RunningSystem, lab: BenchLab) {
  const env = { ...system.env, CHARGETRACKER_KEY: lab.apiKey };
  const child = fork("bench/load/load.ts", [], { env, execArgv: ["--import", "tsx"], stdio: "inherit" });
  await once(child, "spawn");
  const pid = child.pid ?? 0;
  system.processes.set("load", [...(system.processes.get("load") ?? []), pid]);

  function ask<T>(job: LoadJob, answer: z.ZodType<T>, onAccepted?: (accepted: number) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      const onMessage = (raw: unknown) => {
        const message = loadMessage.parse(raw);
        if (message.kind === "progress") {
          onAccepted?.(message.accepted);
          return;
        }
        settle();
        if (message.kind === "done") resolve(answer.parse(message.result));
        else reject(new Error(`the load: ${message.message}`));
      };
      const onExit = () => {
        settle();
        reject(new Error("the load process ended"));
      };
      const settle = () => {
        child.off("message", onMessage);
        child.off("exit", onExit);
      };
      child.on("message", onMessage);
      child.once("exit", onExit);
      child.send(job);
    });
  }

  return {
    prepare: (job: Omit<Extract<LoadJob, { kind: "prepare" }>, "kind">) => ask({ kind: "prepare", ...job }, ANYTHING),
    send: (inFlight: number): Promise<Sent> => ask({ kind: "send", inFlight }, sentAnswer),
    stream: (job: Omit<Extract<LoadJob, { kind: "stream" }>, "kind">, onAccepted: (accepted: number) => void) =>
      ask({ kind: "stream", ...job }, sentAnswer, onAccepted),
    pace: (job: Omit<Extract<LoadJob, { kind: "pace" }>, "kind">, onAccepted?: (accepted: number) => void) =>
      ask({ kind: "pace", ...job }, pacedAnswer, onAccepted),
    reportStored: (requests: number) => void child.send({ kind: "stored", requests }),
    end: async () => {
      system.processes.set(
        "load",
        (system.processes.get("load") ?? []).filter((other) => other !== pid),
      );
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.disconnect();
      await ended;
    },
  };
}
export type Load = Awaited<ReturnType<typeof startLoad>>;

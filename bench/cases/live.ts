import { setTimeout as pause } from "node:timers/promises";
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { signedIn, startBrowser } from "../browser/open-browser";
import { startLoad } from "../load/load-process";
import { type PageEvent, probeCell } from "../load/live-probe";
import type { BenchOptions } from "../options";
import { cpuColumns, measureCpu } from "../load/processes";
import type { Result } from "../report";
import { makeCells, restClient } from "../load/rest-client";
import type { BenchLab, RunningSystem } from "../load/running-system";
import type { SamplePlan } from "../load/samples";
import { timesRow } from "../statistics";
import { TRICKLE, tricklePlan } from "./trickle";

const CELLS = 100;
const GROUPS = 4;
const SAMPLES_PER_S = 100;
const WARM_UP_S = 10;
const PROBES = 6;
const MEASURED_S = 90;
/** The load goes on while the page opens, and until the last probe is answered. */
const PAGE_OPENS_S = 60;
/** During a trickle the machine is full; else somebody who looks on would notice more. */
const MARK_MS = { quiet: 250, trickle: 1000 };
/** How long each other page is open while what it asks is counted, after a while in which it loads. */
const COUNTED_S = 20;
const PAGE_LOADS_S = 5;

/** From a cycler's POST to the open dashboard, while samples of 100 other cells arrive one by one. */
export async function measureLive(system: RunningSystem, options: BenchOptions): Promise<Result> {
  const lab = await system.newLab("live");
  const api = restClient(system.url, lab.apiKey);
  await api.post("/api/v1/metadata-fields", { name: "group", type: "text" });
  await api.post("/api/v1/groupings", { name: "Group", by: ["group"] });
  const plan = options["during-trickle"] ? tricklePlan("load") : slowPlan();
  const requestsPerS = options["during-trickle"] ? TRICKLE.requestsPerS : SAMPLES_PER_S;
  await makeCells(api, plan, (cell) => `load ${cell % GROUPS}`);
  const load = await startLoad(system, lab);
  const background = load.pace({
    plan,
    form: "rows",
    shape: TRICKLE.shape,
    from: 0,
    requestsPerS,
    seconds: WARM_UP_S + MEASURED_S + PAGE_OPENS_S,
    watchedCells: [],
  });
  background.catch(() => {}); // the load ends with its process
  const browser = await startBrowser();
  try {
    await pause(1000 * WARM_UP_S); // every cell of the load has appeared
    const watched = await openDashboard(browser, system, lab);
    const cpu = measureCpu(system.processes);
    const asked = countQuestions(watched.page);
    const until = Date.now() + 1000 * MEASURED_S;
    const probes = Array.from({ length: PROBES }, (_, index) => probeCell(api, `probe-${index}`, watched, until));
    const found = await Promise.all(probes);
    const use = cpu();
    const questions = [{ page: "groups", ...asked() }, ...(await questionsOfOthers(watched.context, lab))];
    const closing = found.flatMap(({ closingMs }) => closingMs);
    const running = found.flatMap(({ runningMs }) => runningMs);
    const rows = [
      timesRow("closing sample → the group's new point", closing),
      timesRow("any sample → the cell's running point", running),
    ];
    const markMs = options["during-trickle"] ? MARK_MS.trickle : MARK_MS.quiet;
    const isReached = rows.every((row) => Number(row["p95 / ms"]) <= markMs);
    return {
      about: `From POST to the drawn page, ${requestsPerS} samples/s from ${CELLS} cells in the background, one a request.`,
      tables: [
        { title: "Times", rows },
        { title: "What an open page asks", rows: questions },
        { title: "Processors (the browser has what is left)", rows: [cpuColumns([use])] },
      ],
      marks: [{ text: `both p95 ≤ ${markMs} ms`, isReached }],
    };
  } finally {
    await load.end();
    await browser.close();
  }
}

/** Cells that send a sample a second, each of which stands for a minute; ten make a cycle. */
function slowPlan(): SamplePlan {
  const startMs = Date.now() - 5 * 86_400_000;
  return { prefix: "load", cells: CELLS, startMs, stepMs: 60_000, samplesInCycle: 10, isStaggered: true };
}

/** Signs in, opens the dashboard, and tells what is drawn, when it is. */
async function openDashboard(browser: Browser, system: RunningSystem, lab: BenchLab) {
  const context = await signedIn(browser, system, lab);
  const page = await context.newPage();
  const listeners = new Set<(event: PageEvent) => void>();
  await page.exposeBinding("drawn", (_source, event: PageEvent) => {
    for (const listener of listeners) listener(event);
  });
  await page.addInitScript({ path: "bench/browser/live-page.mjs" });
  await page.goto(`/labs/${lab.labSlug}/groups`);
  await page.locator("[data-running]").first().waitFor();
  return {
    context,
    page,
    /** Resolves with the time at which the page drew what is waited for. */
    untilDrawn: (what: string, isIt: (event: PageEvent) => boolean) =>
      new Promise<number>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`the page did not show ${what} within 30 s`)), 30_000);
        const listener = (event: PageEvent) => {
          if (!isIt(event)) return;
          clearTimeout(timer);
          listeners.delete(listener);
          resolve(event.atMs);
        };
        listeners.add(listener);
      }),
  };
}

/** Counts what a page asks of the server from now on. Returns what tells how often it did, and of what the most. */
function countQuestions(page: Page) {
  const counts = new Map<string, number>();
  const sinceMs = Date.now();
  const count = (request: { url: () => string }) => {
    const procedure = /\/api\/trpc\/([\w.]+)/.exec(request.url())?.[1];
    if (procedure !== undefined && procedure !== "live.changes")
      counts.set(procedure, (counts.get(procedure) ?? 0) + 1);
  };
  page.on("request", count);
  return () => {
    page.off("request", count);
    const seconds = (Date.now() - sinceMs) / 1000;
    const all = [...counts].sort(([, left], [, right]) => right - left);
    const sum = all.reduce((total, [, times]) => total + times, 0);
    return {
      "questions / s": (sum / seconds).toFixed(2),
      "of these": all.map(([procedure, times]) => `${procedure} ${(times / seconds).toFixed(2)}`).join(", "),
    };
  };
}

/** The overview, and the page of a cell of the load, one after the other: the groups are not looked at meanwhile. */
async function questionsOfOthers(context: BrowserContext, { labSlug }: BenchLab) {
  const paths = { overview: `/labs/${labSlug}`, cell: `/labs/${labSlug}/cells/load-000` };
  const rows = [];
  for (const [name, path] of Object.entries(paths)) {
    const page = await context.newPage();
    await page.goto(path);
    await pause(1000 * PAGE_LOADS_S);
    const asked = countQuestions(page);
    await pause(1000 * COUNTED_S);
    rows.push({ page: name, ...asked() });
    await page.close();
  }
  return rows;
}

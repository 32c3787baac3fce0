import { setTimeout as pause } from "node:timers/promises";
import type { Browser, Page } from "@playwright/test";
import { z } from "zod";
import type { BenchLab, RunningSystem } from "../load/running-system";
import { signedIn } from "./open-browser";

export type MeasuredPage = {
  name: string;
  lab: BenchLab;
  path: string;
  /** A selector of what the page is opened for: its first chart. */
  mark: string;
};

const watched = z.object({
  largestPaintMs: z.number(),
  largest: z.string(),
  shift: z.number(),
  longTasksMs: z.array(z.number()),
  drawnMs: z.number(),
});

/** What a page took to load. Times from the navigation's start. */
export type PageLoad = {
  largestPaintMs: number;
  /** What that was. */
  largest: string;
  drawnMs: number;
  /** What tasks took beyond 50 ms, together. */
  blockedMs: number;
  /** Of these tasks, how long each took. */
  longTasksMs: number[];
  /** Cumulative, of everything that moved. */
  shift: number;
  /** Scripts as they were sent, packed. */
  scriptBytes: number;
  requests: number;
};

const LONG_TASK_MS = 50;
/** What is left to do once the chart is there: other parts, the stream, the rest of what was asked for. */
const SETTLE_MS = 2000;
const DRAWN_TIMEOUT_MS = 60_000;

/** Opens a page with an empty cache. @param slowdown how many times slower than this machine the browser's processor is */
export async function loadPage(
  browser: Browser,
  system: RunningSystem,
  { lab, path, mark }: MeasuredPage,
  slowdown = 1,
): Promise<PageLoad> {
  const context = await signedIn(browser, system, lab);
  try {
    const page = await context.newPage();
    let requests = 0;
    page.on("request", () => {
      requests += 1;
    });
    await page.addInitScript((given) => Reflect.set(window, "pageWatchFor", given), mark);
    await page.addInitScript({ path: "bench/browser/page-watch.mjs" });
    if (slowdown > 1) {
      const devTools = await context.newCDPSession(page);
      await devTools.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
    }
    await page.goto(path, { waitUntil: "commit" });
    await page.waitForFunction(() => Reflect.get(window, "pageWatch")?.drawnMs != null, null, {
      timeout: DRAWN_TIMEOUT_MS,
      polling: 100,
    });
    await pause(SETTLE_MS * slowdown);
    const seen = watched.parse(await page.evaluate(() => Reflect.get(window, "pageWatch")));
    const blockedMs = seen.longTasksMs.reduce((sum, tookMs) => sum + Math.max(0, tookMs - LONG_TASK_MS), 0);
    return { ...seen, blockedMs, requests, scriptBytes: await scriptBytesOf(page) };
  } finally {
    await context.close();
  }
}

function scriptBytesOf(page: Page): Promise<number> {
  return page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .filter((entry) => entry instanceof PerformanceResourceTiming)
      .filter(({ name }) => new URL(name).pathname.endsWith(".js"))
      .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
  );
}

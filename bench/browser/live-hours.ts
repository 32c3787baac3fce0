import { setTimeout as pause } from "node:timers/promises";
import type { Browser, CDPSession, Page } from "@playwright/test";
import { z } from "zod";
import { startLoad } from "../load/load-process";
import type { RunningSystem } from "../load/running-system";
import type { Row } from "../report";
import { rounded } from "../statistics";
import { signedIn } from "./open-browser";
import type { PreparedPages } from "./prepare-pages";

/** Each request closes a cycle. With 120 cells of a cycle an hour, 40 a second are eight hours in 24 s. */
const REQUESTS_PER_S = 40;
const QUARTERS = 4;
const MIB = 2 ** 20;

const seenLive = z.object({ shift: z.number(), drawn: z.number(), moved: z.array(z.string()) });

/** A page of groups while their cells go on much faster than cells do: what moves, and what stays in memory. */
export async function measureLivePage(
  browser: Browser,
  system: RunningSystem,
  prepared: PreparedPages,
  minutes: number,
) {
  const { frames, live } = prepared;
  const context = await signedIn(browser, system, frames.lab);
  const page = await context.newPage();
  await page.goto(frames.path);
  await page.locator(frames.mark).first().waitFor();
  await pause(2000);
  await watchLive(page);
  const devTools = await context.newCDPSession(page);
  const load = await startLoad(system, frames.lab);
  const seconds = minutes * 60;
  const sending = load.pace({
    plan: live.plan,
    form: "rows",
    shape: { cells: 1, samplesOfCell: live.plan.samplesInCycle },
    from: live.plan.cells * live.cyclesBefore,
    requestsPerS: REQUESTS_PER_S,
    seconds,
    watchedCells: [],
  });
  const heapMiB = [await heapOf(devTools)];
  for (let quarter = 0; quarter < QUARTERS; quarter++) {
    await pause((1000 * seconds) / QUARTERS);
    heapMiB.push(await heapOf(devTools));
  }
  const { accepted } = await sending;
  const { shift, drawn, moved } = seenLive.parse(await page.evaluate(() => Reflect.get(window, "liveWatch")));
  await load.end();
  await context.close();
  const heapGrowth = (heapMiB.at(-1) ?? Number.NaN) / (heapMiB[1] ?? Number.NaN);
  const row: Row = {
    seconds,
    "cycles sent": accepted,
    "lines drawn anew": drawn,
    "shift while live": rounded(shift),
    "what moved": moved.join(", ") || "nothing",
    ...Object.fromEntries(heapMiB.map((mib, index) => [`heap ${index}/${QUARTERS} / MiB`, rounded(mib)])),
  };
  return { row, shift, heapGrowth };
}

/** Notes what moves from now on, and how often a line is drawn anew. */
function watchLive(page: Page): Promise<void> {
  return page.evaluate(() => {
    const seen = { shift: 0, drawn: 0, moved: [] as string[] };
    Reflect.set(window, "liveWatch", seen);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        seen.shift += Number(Reflect.get(entry, "value"));
        for (const { node } of Reflect.get(entry, "sources") ?? []) {
          if (node instanceof Element) seen.moved.push(`${node.localName} ${node.textContent}`.slice(0, 40));
        }
      }
    }).observe({ type: "layout-shift" });
    new MutationObserver((mutations) => {
      seen.drawn += mutations.length;
    }).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-last-cycle"] });
  });
}

/** What the page holds once everything was let go that can be. */
async function heapOf(devTools: CDPSession): Promise<number> {
  await devTools.send("HeapProfiler.collectGarbage");
  const { usedSize } = await devTools.send("Runtime.getHeapUsage");
  return usedSize / MIB;
}

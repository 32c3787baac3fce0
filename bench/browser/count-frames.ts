import { setTimeout as pause } from "node:timers/promises";
import type { BrowserContext, Page } from "@playwright/test";
import { z } from "zod";

const MEASURED_MS = 4000;
const SWEEPS = 3;
/** As often as a mouse reports. */
const POINTER_EVERY_MS = 8;
const WHEEL_EVERY_MS = 50;
const TURNS_IN = 6;
const WHEEL_PX = 100;

export type Frames = {
  perS: number;
  /** The 95th percentile of the time between two, ms. */
  p95Ms: number;
};

/** Of a page, in CSS pixels. */
export type Box = { x: number; y: number; width: number; height: number };

/** Before its pages are opened. */
export const watchFrames = (context: BrowserContext) =>
  context.addInitScript({ path: "bench/browser/frame-watch.mjs" });

/** Frames a second while `act` goes on, for some seconds. */
async function countFrames(page: Page, act: (untilMs: number) => Promise<void>): Promise<Frames> {
  await page.evaluate(() => Reflect.get(window, "frameWatch").start());
  await act(performance.now() + MEASURED_MS);
  const atMs = z.array(z.number()).parse(await page.evaluate(() => Reflect.get(window, "frameWatch").stop()));
  const between = atMs.slice(1).map((now, index) => now - (atMs[index] ?? now));
  const sorted = between.toSorted((one, other) => one - other);
  const wholeMs = (atMs.at(-1) ?? 0) - (atMs[0] ?? 0);
  return { perS: (1000 * between.length) / wholeMs, p95Ms: sorted[Math.floor(0.95 * sorted.length)] ?? Number.NaN };
}

/** The pointer goes to and fro over the plot, each time at another height. */
export function sweepFrames(page: Page, plot: Box): Promise<Frames> {
  const beganMs = performance.now();
  return countFrames(page, async (untilMs) => {
    while (performance.now() < untilMs) {
      const share = (SWEEPS * (performance.now() - beganMs)) / MEASURED_MS;
      const along = Math.abs((share % 2) - 1);
      await page.mouse.move(
        plot.x + plot.width * (0.02 + 0.96 * along),
        plot.y + plot.height * (0.3 + 0.4 * Math.abs(((share * 1.7) % 2) - 1)),
      );
      await pause(POINTER_EVERY_MS);
    }
  });
}

/** The wheel turns in and out again in the middle of the plot. */
export function zoomFrames(page: Page, plot: Box): Promise<Frames> {
  return countFrames(page, async (untilMs) => {
    await page.mouse.move(plot.x + plot.width / 2, plot.y + plot.height / 2);
    await page.keyboard.down("Control");
    for (let turn = 0; performance.now() < untilMs; turn++) {
      const isInwards = turn % (2 * TURNS_IN) < TURNS_IN;
      await page.mouse.wheel(0, isInwards ? -WHEEL_PX : WHEEL_PX);
      await pause(WHEEL_EVERY_MS);
    }
    await page.keyboard.up("Control");
  });
}

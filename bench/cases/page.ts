import type { Browser } from "@playwright/test";
import { type Box, type Frames, sweepFrames, watchFrames, zoomFrames } from "../browser/count-frames";
import { measureLivePage } from "../browser/live-hours";
import { loadPage, type MeasuredPage, type PageLoad } from "../browser/load-page";
import { signedIn, startBrowser } from "../browser/open-browser";
import { MANY_GROUPS, preparePages, type PreparedPages } from "../browser/prepare-pages";
import type { RunningSystem } from "../load/running-system";
import type { BenchOptions } from "../options";
import { type Mark, progress, type Result, type Row } from "../report";
import { quantile, rounded } from "../statistics";

const SLOWDOWN = 4;
const FRAME_ROUNDS = 3;
const MARKS = {
  largestPaintMs: 600,
  drawnMs: 500,
  blockedMs: 50,
  slowBlockedMs: 200,
  framesPerS: 55,
  shift: 0.001,
  scriptKb: 300,
  heapGrowth: 1.05,
};

/** What a reader waits for and feels, in a real browser that draws without graphics hardware. */
export async function measurePage(system: RunningSystem, options: BenchOptions): Promise<Result> {
  const prepared = await preparePages(system, options);
  const browser = await startBrowser();
  try {
    return await measurePrepared(browser, system, prepared, options);
  } finally {
    await browser.close();
  }
}

/** As `measurePage`, of what was prepared before. */
async function measurePrepared(
  browser: Browser,
  system: RunningSystem,
  prepared: PreparedPages,
  options: BenchOptions,
): Promise<Result> {
  const pages = prepared.pages.filter(({ name }) => name.includes(options.only));
  const loads = new Map<MeasuredPage, Loads>();
  for (const page of pages) loads.set(page, await loadOften(browser, system, page, options.rounds));
  const frames = await measureFrames(browser, system, prepared);
  const live = await measureLivePage(browser, system, prepared, options.minutes ?? 0.5);
  return {
    about: `Pages of a production build in Chromium with software drawing, from an empty cache; medians of ${options.rounds} loads.`,
    tables: [
      { title: "Loading", rows: [...loads].map(([{ name }, found]) => loadRow(name, found)) },
      {
        title: `Frames a second, ${MANY_GROUPS} groups; a blank page says what the machine had left`,
        rows: frames.rows,
      },
      { title: "Live", rows: [live.row] },
    ],
    marks: [
      ...[...loads].flatMap(([{ name }, found]) => loadMarks(name, found)),
      ...frames.marks,
      mark("shift while live", live.shift, 0),
      mark("heap at the end of live ÷ at its first quarter", live.heapGrowth, MARKS.heapGrowth),
    ],
  };
}

type Loads = { usual: PageLoad[]; slow: PageLoad[] };

async function loadOften(browser: Browser, system: RunningSystem, page: MeasuredPage, rounds: number): Promise<Loads> {
  await loadPage(browser, system, page); // what the server does once only is nobody's load
  const found: Loads = { usual: [], slow: [] };
  for (let round = 0; round < rounds; round++) {
    found.usual.push(await loadPage(browser, system, page));
    found.slow.push(await loadPage(browser, system, page, SLOWDOWN));
  }
  progress(`${page.name} loaded ${2 * rounds} times`);
  return found;
}

type Quantity = Exclude<keyof PageLoad, "largest" | "longTasksMs">;
const median = (loads: readonly PageLoad[], quantity: Quantity) =>
  quantile(
    loads.map((load) => load[quantity]),
    0.5,
  );

function loadRow(page: string, { usual, slow }: Loads): Row {
  return {
    page,
    "largest paint / ms": Math.round(median(usual, "largestPaintMs")),
    "which is": usual.at(-1)?.largest ?? "",
    "chart / ms": Math.round(median(usual, "drawnMs")),
    least: Math.round(Math.min(...usual.map(({ drawnMs }) => drawnMs))),
    "blocked / ms": Math.round(median(usual, "blockedMs")),
    "long tasks / ms": usual.at(-1)?.longTasksMs.map(Math.round).join(", ") ?? "",
    [`blocked at 1/${SLOWDOWN} / ms`]: Math.round(median(slow, "blockedMs")),
    [`long tasks at 1/${SLOWDOWN} / ms`]: slow.at(-1)?.longTasksMs.map(Math.round).join(", ") ?? "",
    shift: rounded(median(usual, "shift")),
    "script / kB": Math.round(median(usual, "scriptBytes") / 1000),
    requests: median(usual, "requests"),
  };
}

function loadMarks(page: string, { usual, slow }: Loads): Mark[] {
  return [
    mark(`${page}: largest paint / ms`, median(usual, "largestPaintMs"), MARKS.largestPaintMs),
    mark(`${page}: chart / ms`, median(usual, "drawnMs"), MARKS.drawnMs),
    mark(`${page}: blocked / ms`, median(usual, "blockedMs"), MARKS.blockedMs),
    mark(`${page}: blocked at 1/${SLOWDOWN} / ms`, median(slow, "blockedMs"), MARKS.slowBlockedMs),
    mark(`${page}: shift`, Math.max(...usual.map(({ shift }) => shift)), MARKS.shift),
    mark(`${page}: script / kB`, median(usual, "scriptBytes") / 1000, MARKS.scriptKb),
  ];
}

function mark(what: string, value: number, most: number): Mark {
  return { text: `${what} ${rounded(value)}, to be ≤ ${most}`, isReached: value <= most };
}

/** Of a chart without its axes, about. */
const plotOf = ({ x, y, width, height }: Box): Box => ({
  x: x + 80,
  y: y + 10,
  width: width - 100,
  height: height - 140,
});

/** In turns with a blank page, so that what else the machine does counts for both. */
async function measureFrames(browser: Browser, system: RunningSystem, { frames }: PreparedPages) {
  const context = await signedIn(browser, system, frames.lab);
  await watchFrames(context);
  const page = await context.newPage();
  const blank = await context.newPage();
  await blank.goto("/icon.svg");
  await page.goto(frames.path);
  await page.locator(frames.mark).first().waitFor();
  const chart = await page.locator("figure").first().boundingBox();
  if (!chart) throw new Error("there is no chart");
  const plot = plotOf(chart);
  const found = new Map<string, Frames[]>();
  const note = (what: string, one: Frames) => found.set(what, [...(found.get(what) ?? []), one]);
  for (let round = 0; round < FRAME_ROUNDS; round++) {
    await blank.bringToFront();
    note("blank page", await sweepFrames(blank, plot));
    await page.bringToFront();
    note("pointer", await sweepFrames(page, plot));
    note("wheel", await zoomFrames(page, plot));
  }
  await context.close();
  const perS = (what: string) =>
    quantile(
      (found.get(what) ?? []).map((one) => one.perS),
      0.5,
    );
  const rows = [...found].map(([what, rounds]) => ({
    what,
    "frames/s": rounded(perS(what)),
    "÷ blank": rounded(perS(what) / perS("blank page"), 2),
    "p95 between two / ms": rounded(Math.max(...rounds.map(({ p95Ms }) => p95Ms))),
  }));
  const marks = ["pointer", "wheel"].map((what) => ({
    text: `${what}: ${rounded(perS(what))} frames/s of a blank page's ${rounded(perS("blank page"))}, to be ≥ ${MARKS.framesPerS}`,
    isReached: perS(what) >= MARKS.framesPerS,
  }));
  return { rows, marks };
}

import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { parse } from "csv-parse/sync";

/** What the open dialog of a chart saves under a button. */
export async function savedBy(page: Page, dialog: Locator, button: string): Promise<{ name: string; bytes: Buffer }> {
  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: button, exact: true }).click();
  const file = await download;
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

export const rowsOf = (csv: Buffer): Record<string, string>[] => parse(csv, { columns: true, bom: true });

type Point = { x: number; y: number };

/** An SVG as another program reads it, that has none of the page's style sheets. Lines are in the numbers of the axes. */
export function readPicture(page: Page, svg: Buffer) {
  return page.evaluate((text) => {
    const root = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    const texts = [...root.querySelectorAll("text")].map((one) => ({
      text: one.textContent ?? "",
      x: Number(one.getAttribute("x")),
      y: Number(one.getAttribute("y")),
      anchor: one.querySelector("[text-anchor]")?.getAttribute("text-anchor") ?? one.getAttribute("text-anchor"),
    }));
    const ticks = (anchor: string) => texts.filter((one) => one.anchor === anchor && /^−?[\d.]+$/.test(one.text));
    /** From pixels to the numbers of an axis, by its first and last tick. */
    const scaleOf = (anchor: string, at: "x" | "y") => {
      const [first, last] = [ticks(anchor)[0], ticks(anchor).at(-1)];
      if (!first || !last) throw new Error(`no ticks are ${anchor}`);
      const numberOf = (tick: { text: string }) => Number(tick.text.replace("−", "-"));
      const perPx = (numberOf(last) - numberOf(first)) / (last[at] - first[at]);
      return (px: number) => numberOf(first) + (px - first[at]) * perPx;
    };
    const [toX, toY] = [scaleOf("middle", "x"), scaleOf("end", "y")];
    const pointsOf = (path: string): Point[] =>
      [...path.matchAll(/[ML](-?[\d.]+)[ ,](-?[\d.]+)/g)].map(([, x, y]) => ({ x: toX(Number(x)), y: toY(Number(y)) }));
    const lines = [...root.querySelectorAll("[data-line]")].map((line) => {
      const path = line.matches("path") ? line : line.querySelector("path");
      const marker = line.querySelector("path:not([fill=none])")?.getAttribute("d") ?? "";
      return {
        name: line.getAttribute("data-line"),
        points: pointsOf(path?.getAttribute("d") ?? ""),
        dash: path?.getAttribute("stroke-dasharray") ?? null,
        stroke: path?.getAttribute("stroke") ?? null,
        marker: marker.slice(0, marker.indexOf("Z") + 1).replaceAll(/[\d.,\s-]+/g, ""),
      };
    });
    return {
      texts: texts.map((one) => one.text),
      lines,
      width: root.getAttribute("width"),
      leansOnPage: /var\(--|class=|style=/.test(text),
    };
  }, svg.toString("utf8"));
}

import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { parse } from "csv-parse/sync";

type SavedFile = { name: string; bytes: Buffer };

/** What a button or a link saves. */
export async function downloadedBy(page: Page, control: Locator): Promise<SavedFile> {
  const download = page.waitForEvent("download");
  await control.click();
  const file = await download;
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/** What the open dialog of a chart saves under a button. */
export const savedBy = (page: Page, dialog: Locator, button: string): Promise<SavedFile> =>
  downloadedBy(page, dialog.getByRole("button", { name: button, exact: true }));

/** Without the lines before the head that say what is to be known of the table. */
export const rowsOf = (csv: Buffer): Record<string, string>[] =>
  parse(csv, { columns: true, bom: true, comment: "#", comment_no_infix: true });

type Point = { x: number; y: number };

/**
 * An SVG as another program reads it, that has none of the page's style sheets. Lines are in the numbers of their panel's axes; where an axis
 * has times, which are no numbers, in pixels.
 */
export function readPicture(page: Page, svg: Buffer) {
  return page.evaluate(async (text) => {
    // The page's policy refuses styles in what is parsed on it: the fonts are read from the text.
    const [written = "", style = ""] = /<style>(.*?)<\/style>/s.exec(text) ?? [];
    const root = new DOMParser().parseFromString(text.replace(written, ""), "image/svg+xml").documentElement;
    const textsOf = (part: Element) =>
      [...part.querySelectorAll("text")].map((one) => ({
        text: one.textContent ?? "",
        x: Number(one.getAttribute("x")),
        y: Number(one.getAttribute("y")),
        anchor: one.querySelector("[text-anchor]")?.getAttribute("text-anchor") ?? one.getAttribute("text-anchor"),
      }));
    // One above the other, each with axes of its own; where they share an axis of x, only the last one has its numbers. Panels of a grid
    // share both axes, and are alike.
    const grid = [...root.querySelectorAll("[data-panel]")];
    const panels = grid.length > 0 ? grid : [...root.querySelectorAll(":scope > g[transform]")];
    const ticksOf = (panel: Element | undefined, anchor: string) =>
      panel ? textsOf(panel).filter((one) => one.anchor === anchor && /^−?[\d.]+$/.test(one.text)) : [];
    /** From pixels to the numbers of an axis, by its first and last tick. */
    const scaleOf = (panel: Element, anchor: string, at: "x" | "y") => {
      const own = ticksOf(panel, anchor);
      const ticks = own.length === 0 ? ticksOf(panels.at(at === "x" ? -1 : 0), anchor) : own;
      const [first, last] = [ticks[0], ticks.at(-1)];
      if (!first || !last || first === last) return (px: number) => px;
      const numberOf = (tick: { text: string }) => Number(tick.text.replace("−", "-"));
      const perPx = (numberOf(last) - numberOf(first)) / (last[at] - first[at]);
      return (px: number) => numberOf(first) + (px - first[at]) * perPx;
    };
    const linesOf = (panel: Element) => {
      const [toX, toY] = [scaleOf(panel, "middle", "x"), scaleOf(panel, "end", "y")];
      const pointsOf = (path: string): Point[] =>
        [...path.matchAll(/[ML](-?[\d.]+)[ ,](-?[\d.]+)/g)].map(([, x, y]) => ({
          x: toX(Number(x)),
          y: toY(Number(y)),
        }));
      return [...panel.querySelectorAll("[data-line], path[data-cycle]:not([data-running])")].map((line) => {
        const path = line.matches("path") ? line : line.querySelector("path");
        const marker = line.querySelector("path:not([fill=none])")?.getAttribute("d") ?? "";
        return {
          name: line.getAttribute("data-line") ?? line.getAttribute("data-cycle"),
          mode: line.getAttribute("data-mode"),
          points: pointsOf(path?.getAttribute("d") ?? ""),
          dash: path?.getAttribute("stroke-dasharray") ?? null,
          panel: panel.getAttribute("data-panel"),
          stroke: path?.getAttribute("stroke") ?? null,
          marker: marker.slice(0, marker.indexOf("Z") + 1).replaceAll(/[\d.,\s-]+/g, ""),
        };
      });
    };
    const faces = [...style.matchAll(/font-family:(\w+);.*?base64,([^)]+)\)/g)];
    const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    // A font that cannot be read fails here.
    const fonts = await Promise.all(
      faces.map(([, family = "", base64 = ""]) => new FontFace(family, bytesOf(base64)).load()),
    );
    const drawn = document.body.appendChild(document.importNode(root, true));
    const titles = [...drawn.querySelectorAll("text[transform*=rotate]")].flatMap((title) => {
      const { top, bottom } = title.getBoundingClientRect();
      return title.textContent === "" ? [] : [{ text: title.textContent ?? "", top, bottom }];
    });
    drawn.remove();
    const dotsOf = (panel: Element) => {
      const [toX, toY] = [scaleOf(panel, "middle", "x"), scaleOf(panel, "end", "y")];
      return [...panel.querySelectorAll("circle[data-point]")].map((dot) => ({
        x: toX(Number(dot.getAttribute("cx"))),
        y: toY(Number(dot.getAttribute("cy"))),
      }));
    };
    return {
      titles,
      dots: panels.flatMap(dotsOf),
      ground: root.querySelector(":scope > rect")?.getAttribute("fill") ?? null,
      texts: textsOf(root).map((one) => one.text),
      lines: panels.flatMap(linesOf),
      width: root.getAttribute("width"),
      fonts: fonts.map(({ family }) => family),
      leansOnPage: /var\(--|class=|style=/.test(text),
    };
  }, svg.toString("utf8"));
}

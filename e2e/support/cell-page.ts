import { expect, type Locator, type Page } from "@playwright/test";

/** The page of a cell, by what one sees on it. */
export class CellPage {
  readonly page: Page;
  readonly name: Locator;
  /** State and age of the last sample, then its values. */
  readonly head: Locator;
  readonly metrics: Locator;
  readonly curves: Locator;
  readonly time: Locator;
  readonly cycles: Locator;

  constructor(page: Page) {
    this.page = page;
    this.name = page.getByRole("heading", { level: 1 });
    this.head = page.locator("main header").filter({ has: this.name });
    this.metrics = page.getByRole("region", { name: "Over cycle number", exact: true });
    this.curves = page.getByRole("region", { name: /^(Voltage profiles|Differential (capacity|voltage))$/ });
    this.time = page.getByRole("region", { name: "Over time", exact: true });
    this.cycles = page.getByRole("region", { name: "Cycles", exact: true });
  }

  /** Opens it and waits for its charts. */
  async open(slug: string, cell: string, query: Record<string, string | number> = {}): Promise<void> {
    const params = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
    await this.page.goto(`/labs/${slug}/cells/${encodeURIComponent(cell)}?${params}`);
    await this.untilShown(cell);
  }

  async untilShown(cell: string): Promise<void> {
    await expect(this.name).toHaveText(cell);
    await expect(this.time.locator('[data-line="voltage"]')).toBeAttached();
  }

  /** One of the panels of metrics. */
  panel(metric: string): Locator {
    return this.metrics.locator(`[data-metric="${metric}"]`);
  }

  cycleRow(cycle: number): Locator {
    return this.cycles.locator(`tr[data-cycle="${cycle}"]`);
  }

  /** The cycles that curves are drawn of, in order. */
  async drawnCycles(): Promise<number[]> {
    const cycles = await this.curves
      .locator("path[data-cycle]")
      .evaluateAll((paths) => paths.map((path) => Number(path.getAttribute("data-cycle"))));
    return [...new Set(cycles)];
  }

  /** The cells that stand behind its curves, by name, and the one in the middle of them. */
  async drawnPeers(): Promise<{ cells: (string | null)[]; middle: string | null }> {
    const peers = await this.curves
      .locator("path[data-peer]")
      .evaluateAll((paths) =>
        paths.map((path) => ({ cell: path.getAttribute("data-peer"), isMiddle: path.hasAttribute("data-middle") })),
      );
    const middle = peers.find(({ isMiddle }) => isMiddle)?.cell ?? null;
    return { cells: peers.map(({ cell }) => cell).sort(), middle };
  }

  /** Drags over a share of a chart's width. */
  async drag(chart: Locator, from: number, to: number): Promise<void> {
    await chart.scrollIntoViewIfNeeded();
    const box = await chart.locator("rect[class*=catcher]").boundingBox();
    if (!box) throw new Error("the chart is not drawn");
    const y = box.y + box.height / 2;
    await this.page.mouse.move(box.x + from * box.width, y);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + to * box.width, y, { steps: 4 });
    await this.page.mouse.up();
  }

  queryOf(): Record<string, string> {
    return Object.fromEntries(new URL(this.page.url()).searchParams);
  }
}

import { expect, type Locator, type Page } from "@playwright/test";

type Pixel = { x: number; y: number };

/** The page of groups, by what one sees on it. */
export class GroupsPage {
  readonly page: Page;
  readonly chart: Locator;
  readonly deepDive: Locator;
  readonly title: Locator;
  readonly summary: Locator;
  readonly rows: Locator;
  readonly streamState: Locator;

  constructor(page: Page) {
    this.page = page;
    // Panels below it are figures too.
    this.chart = page.locator("figure").first();
    this.deepDive = page.getByRole("region", { name: "Cells of a group at a cycle" });
    this.title = this.deepDive.getByRole("heading");
    this.summary = this.deepDive.locator("header p");
    this.rows = this.deepDive.locator("tbody tr");
    this.streamState = page.locator("[data-stream]");
  }

  /** Opens it and waits for its data. */
  async open(slug: string, query: Record<string, string | number> = {}): Promise<void> {
    const params = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
    await this.page.goto(`/labs/${slug}/groups?${params}`);
    await this.untilShown();
  }

  async untilShown(): Promise<void> {
    await expect(this.chart.locator("[data-line] path").first()).toBeAttached();
    await expect(this.deepDive.locator("[aria-busy=false] tbody tr").first()).toBeVisible();
  }

  row(cell: string): Locator {
    return this.deepDive.locator(`tr[data-cell="${cell}"]`);
  }

  /** The cells of a row of the deep dive, by the column's head. */
  async rowTexts(row: Locator): Promise<Record<string, string>> {
    const heads = await this.deepDive.locator("thead th").allInnerTexts();
    const texts = await row.locator("th, td").allInnerTexts();
    return Object.fromEntries(heads.map((head, index) => [head.trim(), (texts[index] ?? "").trim()]));
  }

  /** Opens a menu above the chart. */
  async openMenu(name: "Filter" | "Draw"): Promise<Locator> {
    await this.page.getByRole("button", { name: new RegExp(`^${name}`) }).click();
    return this.page.getByRole("dialog", { name });
  }

  legendRow(group: string): Locator {
    return this.page.locator(`tr[data-group="${group}"]`);
  }

  running(cell: string): Locator {
    return this.chart.locator(`[data-running="${cell}"]`);
  }

  /** Value of a cell's unfinished cycle as drawn, in the unit shown; null while there is none. */
  async runningValue(cell: string): Promise<number | null> {
    const mark = this.running(cell);
    return (await mark.count()) === 0 ? null : Number(await mark.getAttribute("data-value"));
  }

  /** Where on the screen the point of a group's line is that lies so many cycles after its first. */
  async pointOf(group: string, index: number): Promise<Pixel> {
    const line = this.chart.locator(`[data-line="${group}"] path`).first();
    return line.evaluate((path, at) => {
      const numbers = (path.getAttribute("d") ?? "").match(/-?[\d.]+/g)?.map(Number) ?? [];
      const box = path.closest("svg")?.getBoundingClientRect();
      return { x: (box?.left ?? 0) + (numbers[2 * at] ?? 0), y: (box?.top ?? 0) + (numbers[2 * at + 1] ?? 0) };
    }, index);
  }

  async hover(point: Pixel): Promise<void> {
    await this.page.mouse.move(point.x + 1, point.y - 1);
  }

  async click(point: Pixel): Promise<void> {
    await this.page.mouse.click(point.x + 1, point.y - 1);
  }

  async drag(from: Pixel, to: Pixel): Promise<void> {
    await this.page.mouse.move(from.x, from.y);
    await this.page.mouse.down();
    await this.page.mouse.move(to.x, to.y, { steps: 4 });
    await this.page.mouse.up();
  }

  /** The card that follows the pointer, as label and value. */
  async hoverCard(): Promise<Record<string, string>> {
    const rows = this.chart.locator("dl > div");
    const pairs = await rows.evaluateAll((found) =>
      found.map((row) => [row.querySelector("dt")?.textContent ?? "", row.querySelector("dd")?.textContent ?? ""]),
    );
    return Object.fromEntries(pairs);
  }

  queryOf(): Record<string, string> {
    return Object.fromEntries(new URL(this.page.url()).searchParams);
  }
}

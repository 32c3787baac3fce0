import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, type Locator, type Page } from "@playwright/test";
import { PROJECT } from "./commands";
import type { Lab } from "./lab";

/** A file as it lies on a disk. */
export type DroppedFile = { name: string; content: Buffer };

export function fixtureFile(fixture: string, name = basename(fixture)): DroppedFile {
  return { name, content: readFileSync(join(PROJECT, "fixtures", fixture)) };
}

/** Imports a file as a script does; the answer is the import, once all of it is stored. */
export async function importedBy({ rest }: Lab): Promise<string> {
  const { name, content } = fixtureFile("cyclers/sample_data_novonix.csv");
  const importId = await rest.importFile({ cell: "LG-01", fileName: name }, content);
  const status = async () => (await rest.get<{ status: string }>(`/api/v1/imports/${importId}`)).status;
  await expect.poll(status, { timeout: 30_000 }).toBe("stored");
  return importId;
}

/** The page of imports, by what one sees on it. */
export class ImportPage {
  readonly page: Page;
  readonly cards: Locator;
  readonly pattern: Locator;
  readonly history: Locator;
  readonly report: Locator;

  constructor(page: Page) {
    this.page = page;
    this.cards = page.getByRole("list", { name: "Files to import" }).locator("> li");
    this.pattern = page.getByRole("textbox", { name: "Pattern of the file names" });
    this.history = page.getByRole("region", { name: "History" });
    this.report = page.getByRole("region", { name: /^Report of/ });
  }

  async open(slug: string): Promise<void> {
    await this.page.goto(`/labs/${slug}/import`);
    // The history is asked for by the page's own code: it listens by now.
    await expect(
      this.history.getByText("Nothing was imported yet").or(this.history.locator("tbody tr").first()),
    ).toBeVisible();
  }

  /** Drops files together onto the page, as from a folder's window. */
  async drop(files: readonly DroppedFile[]): Promise<void> {
    const sent = files.map(({ name, content }) => ({ name, base64: content.toString("base64") }));
    const dataTransfer = await this.page.evaluateHandle((given) => {
      const transfer = new DataTransfer();
      for (const { name, base64 } of given) {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        transfer.items.add(new File([bytes], name));
      }
      return transfer;
    }, sent);
    for (const event of ["dragover", "drop"]) await this.page.dispatchEvent("main", event, { dataTransfer });
  }

  card(name: string): Locator {
    return this.page.locator(`[data-file="${name}"]`);
  }

  row(name: string): Locator {
    return this.history.locator(`tr[data-import="${name}"]`);
  }

  /** Sends what is ready, and waits until the server has stored it all. */
  async importFiles(count: number): Promise<void> {
    await this.page.getByRole("button", { name: count === 1 ? "Import 1 file" : `Import ${count} files` }).click();
    await expect(this.cards.locator('[data-status="stored"]')).toHaveCount(count, { timeout: 30_000 });
  }
}

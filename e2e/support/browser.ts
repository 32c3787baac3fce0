import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import chromium from "@sparticuz/chromium";

const FONT_FOLDERS = ["/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts"];

/**
 * Unpacks the browser that comes with the packages and answers the path of its program. Each user has a copy of their own in the
 * folder for temporary files, because the package makes one that only its maker may run.
 */
export async function prepareBrowser(): Promise<string> {
  const parent = tmpdir();
  const folder = join(parent, `chargetracker-browser-${userInfo().uid}`);
  if (!existsSync(join(folder, "chromium"))) await unpackInto(folder, parent);
  if (!hasFonts()) process.env.FONTCONFIG_PATH ??= join(folder, "fonts");
  return join(folder, "chromium");
}

/** The package takes a half-unpacked browser for a whole one: the folder gets its name when all of it is there. */
async function unpackInto(folder: string, parent: string): Promise<void> {
  const draft = mkdtempSync(`${folder}-`);
  process.env.TMPDIR = draft; // where the package unpacks to
  try {
    await chromium.executablePath();
  } finally {
    process.env.TMPDIR = parent;
  }
  try {
    renameSync(draft, folder);
  } catch (cause) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(join(folder, "chromium"))) throw cause; // else another process was faster
  }
}

function hasFonts(): boolean {
  return FONT_FOLDERS.some((folder) => existsSync(folder) && readdirSync(folder).length > 0);
}

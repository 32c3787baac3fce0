import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Page } from "@playwright/test";
import { z } from "zod";
import { chargeTrackerHome } from "../scripts/services/home.mjs";
import { prepareBrowser } from "./support/browser";

// The pictures of the README, of the demonstration lab as it runs in this folder: npm run pictures

const FOLDER = "docs/pictures";
const BROWSER_ARGS = ["--no-sandbox", "--disable-gpu", "--use-gl=angle", "--use-angle=swiftshader"];
const WINDOW = { width: 1440, height: 900 };
/** What comes by itself once a page is there: strays of all metrics, curves. */
const SETTLE_MS = 6_000;

const demo = z
  .object({ url: z.string(), email: z.string(), password: z.string(), labSlug: z.string() })
  .parse(JSON.parse(readFileSync(join(chargeTrackerHome(), "demo.json"), "utf8")));
const browser = await chromium.launch({ executablePath: await prepareBrowser(), args: BROWSER_ARGS });
try {
  const context = await browser.newContext({ baseURL: demo.url, viewport: WINDOW, colorScheme: "light" });
  const { email, password } = demo;
  const signedIn = await context.request.post("/api/auth/sign-in/email", {
    data: { email, password },
    headers: { origin: demo.url },
  });
  if (!signedIn.ok()) throw new Error(`signing in: ${signedIn.status()}`);
  const page = await context.newPage();
  const lab = `/labs/${demo.labSlug}`;
  mkdirSync(FOLDER, { recursive: true });
  await page.goto(lab);
  const stray = page.locator("[data-stray] a").first();
  await stray.waitFor();
  await keep(page, "overview");
  await page.goto(`${lab}/groups`);
  await page.locator("figure [data-line] path").first().waitFor({ state: "attached" });
  await keep(page, "groups");
  // Whatever strays most in the group of the deep dive: it is discharged in one piece, which its voltage profiles need.
  const cell = await page.locator("tr[data-cell] a").first().getAttribute("href");
  if (cell === null) throw new Error("the stray has no page");
  await page.goto(cell);
  await page.locator("figure [data-line]").first().waitFor({ state: "attached" });
  await keep(page, "cell");
} finally {
  await browser.close();
}

async function keep(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(SETTLE_MS);
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
  console.log(join(FOLDER, `${name}.png`));
}

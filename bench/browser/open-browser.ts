import { type Browser, type BrowserContext, chromium as playwright } from "@playwright/test";
import { prepareBrowser } from "../../e2e/support/browser";
import type { BenchLab, RunningSystem } from "../load/running-system";

/** Everything is drawn by the processor, as on a machine whose graphics a browser does not trust. */
const BROWSER_ARGS =
  "--no-sandbox --disable-gpu --use-gl=angle --use-angle=swiftshader --disable-background-networking".split(" ");

/** A window as a laptop has it. */
const VIEWPORT = { width: 1440, height: 900 };

export async function startBrowser(): Promise<Browser> {
  return playwright.launch({ executablePath: await prepareBrowser(), args: BROWSER_ARGS });
}

/** A browser's profile with nothing in its cache, signed in as the owner of a lab. */
export async function signedIn(
  browser: Browser,
  { url }: Pick<RunningSystem, "url">,
  lab: BenchLab,
): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: url, viewport: VIEWPORT });
  const data = { email: lab.email, password: lab.password };
  const answer = await context.request.post("/api/auth/sign-in/email", { data, headers: { origin: url } });
  if (!answer.ok()) throw new Error(`signing in: ${answer.status()}`);
  return context;
}

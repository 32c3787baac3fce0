import { defineConfig } from "@playwright/test";
import { prepareBrowser } from "./support/browser";

// Plays a customer of the server that APP_URL names. scripts/test.mjs starts one; a demo that runs serves too.

const BROWSER_ARGS = [
  "--no-sandbox", // it has none for root, and visits nobody but us
  "--disable-gpu",
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const executablePath = await prepareBrowser();

export default defineConfig({
  testDir: ".",
  outputDir: "../test-results",
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 30_000 },
  reporter: [["list"], ["json"]],
  use: {
    baseURL: process.env.APP_URL ?? "http://localhost:3000",
    launchOptions: { executablePath, args: BROWSER_ARGS },
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
  },
});

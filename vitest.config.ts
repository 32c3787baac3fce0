import { defineConfig } from "vitest/config";

const unitTests = [
  "app/**/*.test.{ts,tsx}",
  "server/**/*.test.ts",
  "workers/**/*.test.ts",
  "scripts/**/*.test.ts",
  "bench/**/*.test.ts",
  "faults/**/*.test.ts",
  "ha/**/*.test.ts",
];
const integrationTests = ["app", "server", "workers", "scripts"].map((room) => `${room}/**/*.integration.test.ts`);

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    // Long enough for a machine that is busy: what a test waits for is a condition, and how long it takes is no part of the proof.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 60_000 } },
    tags: [
      {
        name: "thorough",
        description: "Kills, permutes or repeats for long: part of `npm test`, not of `npm run verify`.",
      },
    ],
    maxWorkers: 2,
    // What tests depend on without importing it: `npm run verify` then runs all of them.
    forceRerunTriggers: [
      "package.json",
      "vitest.config.ts",
      "tsconfig.json",
      "prisma/**",
      "server/testing/**",
      "fixtures/**",
    ].map((pattern) => `**/${pattern}`),
    projects: [
      {
        extends: true,
        // Pure functions share their modules: loading them for each file anew took as long as the tests.
        test: { name: "unit", include: unitTests, exclude: [...integrationTests, "node_modules/**"], isolate: false },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: integrationTests,
          globalSetup: ["server/testing/template-database.ts"],
        },
      },
    ],
  },
});

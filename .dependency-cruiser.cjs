const { globSync, readFileSync } = require("node:fs");

/** Who may import whom: the table of the style guide, one rule a row. */
const never = (name, from, to, why) => ({
  name,
  severity: "error",
  comment: why,
  from: { path: from, pathNot: TESTS },
  to: { path: to },
});
const TESTS = "\\.(test|integration\\.test)\\.tsx?$|^server/testing/";
/** What the hot path is made of. */
const INGEST_WAYS =
  "(ingest/|http/(answer|idempotency-key|open-bodies|read-body)\\.ts$|monitoring/request-metrics\\.ts$)";
const BASE =
  "^server/(errors|env|bound-settings|connection-urls|logger|lifecycle|lab-scope|once-a-process|recent)\\.ts$";

/** What runs in browsers: the shared rooms, and every file that says so in its first line. */
const BROWSER_ROOMS = "^app/(_charts|_components|_trpc)/|^agent/";
const escaped = (path) => path.replaceAll("\\", "/").replace(/[.*+?^${}()|[\]]/g, "\\$&");
const clientFiles = globSync("app/**/*.{ts,tsx}").filter((file) =>
  /^["']use client["']/.test(readFileSync(file, "utf8")),
);
const BROWSER = [BROWSER_ROOMS, ...clientFiles.map((file) => `^${escaped(file)}$`)].join("|");

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "domain-is-pure",
      severity: "error",
      comment: "battery science reads no clock, file, socket or setting",
      from: { path: "^server/(domain|importers)/", pathNot: TESTS },
      to: {
        pathNot:
          "^server/(domain|importers)/|^node_modules/(zod|csv-parse|saxes|hyparquet|hyparquet-compressors|jstat|ml-savitzky-golay-generalized)/",
      },
    },
    never(
      "data-below",
      "^server/data/",
      "^server/(auth|jobs|services|statistics|api|testing)/",
      "data knows domain and base files",
    ),
    never("jobs-below", "^server/jobs/", "^server/(data|auth|services|statistics|api)/", "a queue knows no database"),
    never(
      "auth-below",
      "^server/auth/",
      "^server/(services|statistics|api)/|^server/data/series/",
      "auth knows configuration only",
    ),
    never(
      "mail-below",
      "^server/mail/",
      "^server/(data|auth|services|api|domain|importers|testing)/|^server/jobs/(?!(redis|contracts/mail-job)\\.ts$)",
      "mail knows what it sends, as its job says, and nobody's data; without a mail server it keeps mails in Redis",
    ),
    never(
      "statistics-read-only",
      "^server/statistics/",
      "^server/(auth|jobs|services|api)/|^server/data/.*-writes\\.ts$",
      "the read model reads",
    ),
    never(
      "changes-are-announced",
      "^(server/(?!data/|services/change-lab\\.ts$)|workers|app|scripts)",
      "^server/data/change-in-lab\\.ts$",
      "what changes a lab goes through changeConfiguration and changeSeries, which raise its version and publish it",
    ),
    {
      name: "threads-alone",
      severity: "error",
      comment: "how a thread is started and ended; what it does is its room's",
      from: { path: "^server/threads/", pathNot: TESTS },
      to: { path: "^server/", pathNot: `^server/threads/|${BASE}` },
    },
    never("services-below", "^server/services/", "^server/api/", "services know no HTTP"),
    never("api-reads", "^server/api/", "^server/data/.*-writes\\.ts$", "the API changes things through services only"),
    never("workers-apart", "^workers/", "^(server/api|app)/", "workers know no HTTP and no page"),
    never(
      "server-alone",
      "^server/",
      "^(app|workers|e2e|faults|ha|scripts|bench)/",
      "the server knows neither pages nor processes",
    ),
    never(
      "app-without-workers",
      "^app/",
      "^(workers|e2e|faults|ha|scripts|bench)/",
      "pages and workers meet in Redis only",
    ),
    never(
      "pages-through-api",
      "^app/(?!api/)",
      "^server/(data|services|jobs|statistics|mail|threads)/",
      "pages ask server/api",
    ),
    never("routes-write-nothing", "^app/api/", "^server/data/.*-writes\\.ts$", "routes change things through services"),
    never(
      "ingest-to-queue",
      "^(app/api/v1|server/api)/ingest/",
      "^server/(services/(?!batches/accept-once\\.ts$)|data/)",
      "ingest writes to the queue only; acceptOnce asks the ledger where Redis leaves a batch in doubt",
    ),
    never(
      "ingest-by-clean-ways",
      "^server/api/ingest/handle-ingest\\.ts$",
      `^server/(?!(domain|importers|jobs|threads)/|[a-z-]+\\.ts$|services/batches/accept-once\\.ts$|api/${INGEST_WAYS})`,
      "what ingest itself imports is what the next rule holds to the queue",
    ),
    {
      name: "ingest-reaches-no-database",
      severity: "error",
      comment: "nor does what ingest imports, however far away",
      from: { path: `^server/api/${INGEST_WAYS}`, pathNot: `${TESTS}|^server/api/ingest/handle-ingest\\.ts$` },
      to: { path: "^server/(data|services|statistics)/", reachable: true },
    },
    {
      name: "browser-takes-types-only",
      severity: "error",
      comment: "of the server, browsers may run the domain and the importers; the rest would ship secrets and drivers",
      from: { path: BROWSER, pathNot: TESTS },
      to: { path: "^server/(?!domain/|importers/)", dependencyTypesNot: ["type-only"] },
    },
    never("e2e-is-a-customer", "^e2e/", "^(app|server|workers)/", "end-to-end tests speak HTTP"),
    never(
      "faults-from-outside",
      "^(faults|ha)/",
      "^(app|workers|bench|e2e)/|^server/(?!auth/lab-scope\\.ts$|services/recompute/verify-cell\\.ts$|testing/files/packed-file\\.ts$)",
      "faults come from outside; only the operator's own check is asked for its opinion, and archives are packed as in tests",
    ),
    never("testing-in-tests", "^(server/(?!testing/)|app|workers)", "^server/testing/", "test helpers are for tests"),
    {
      name: "only-base-files-from-base",
      severity: "error",
      from: { path: BASE },
      to: { path: "^server/", pathNot: `${BASE}|^server/domain/labs/permissions\\.ts$` },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "\\.next/|server/data/generated/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};

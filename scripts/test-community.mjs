import { rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { applicationEnv } from "./services/application.mjs";
import { chargeTrackerHome, makeFolder } from "./services/home.mjs";
import { keepCommandsIn, run } from "./services/run-command.mjs";
import { startValkey } from "./services/servers.mjs";
import { unpackedPrograms } from "./services/packages.mjs";
import { Fleet } from "./services/processes.mjs";
import { startGuardian, stopWhenAsked } from "./services/stopping.mjs";

// The tests that touch the time series, on a server of the Community edition:
// npm run test:community -- --url postgres://OWNER:…@HOST/DATABASE [--app-url postgres://LOGIN:…@HOST/DATABASE]
//   [--restore-url postgres://SUPERUSER:…@EMPTY-SERVER/postgres] [FILE …]
// The owner makes databases of its own there, and must be a superuser (databases of earlier releases are upgraded). Redis is a private one.
// On the empty server a dump is restored by the commands of docs/operating.md; psql and pg_dump of its version must be on the path.

/** What the edition could make a difference to. */
const FILES = [
  "server/data",
  "server/services/editions",
  "server/services/levels-in-any-order",
  "server/services/opened-chunks",
  "server/services/batches",
  "server/services/cells",
  "server/services/imports",
  "server/services/labs",
  "server/services/recompute",
  "server/services/curves",
  "server/api/rest",
  "app/api/v1",
  "workers",
];

const { values, positionals } = parseArgs({
  options: { url: { type: "string" }, "app-url": { type: "string" }, "restore-url": { type: "string" } },
  allowPositionals: true,
});
if (!values.url) {
  process.stderr.write(
    "Usage: npm run test:community -- --url postgres://… [--app-url postgres://…] [--restore-url postgres://…] [FILE …]\n",
  );
  process.exit(2);
}
const programsHome = chargeTrackerHome();
const home = makeFolder(join(programsHome, "community"));
const fleet = new Fleet(home, "community");
await fleet.end(); // what a killed run left
fleet.claim();
keepCommandsIn(fleet);
startGuardian([fleet.file]);
const end = async () => {
  await fleet.end();
  rmSync(home, { recursive: true, force: true });
};
stopWhenAsked(end);
const secrets = { owner: "", app: "", redis: "community", auth: "community".repeat(8) };
const programs = await unpackedPrograms(programsHome);
const { redisUrl } = await startValkey({ home, fleet, programs, secrets, isThrowaway: true });
const databaseUrl = values["app-url"] ?? values.url;
const services = { databaseUrl, migrateDatabaseUrl: values.url, redisUrl, authSecret: secrets.auth };
const restore = values["restore-url"] ? { RESTORE_URL: values["restore-url"] } : {};
const env = { ...applicationEnv(home, services, 0), ...restore, NODE_ENV: /** @type {const} */ ("test") };
const files = positionals.length > 0 ? positionals : FILES;
const { code } = await run("npx", ["vitest", "run", "--project", "integration", ...files], { env, shows: true });
await end();
process.exit(code ?? 1);

import { parseArgs } from "node:util";
import { applicationEnv, choosePort, migrateDatabase, startWorker } from "./services/application.mjs";
import { chargeTrackerHome } from "./services/home.mjs";
import { installPackages, NODE } from "./services/install.mjs";
import { startServices } from "./services/local-services.mjs";
import { Fleet, run, runOrFail, startGuardian, stopWhenAsked } from "./services/processes.mjs";
import { Failure, say } from "./services/report.mjs";

// Web and worker for development: pages change as they are edited. Uses the services that run, or starts some.
const { values } = parseArgs({ options: { port: { type: "string" } } });
const home = chargeTrackerHome();
const fleet = new Fleet(home, "dev");
try {
  await fleet.end();
  fleet.claim();
  startGuardian([fleet.file]);
  const [{ services, stop }] = await Promise.all([startServices(home), installPackages()]);
  stopWhenAsked(async () => {
    await fleet.end();
    await stop();
  });
  const port = await choosePort(values.port);
  const env = { ...applicationEnv(home, services, port), NODE_ENV: /** @type {const} */ ("development") };
  await runOrFail("Generating the Prisma client", "npm", ["run", "--silent", "generate"], { env });
  await migrateDatabase(env);
  startWorker(fleet, env);
  say(`http://localhost:${port}`);
  await run(NODE, ["node_modules/next/dist/bin/next", "dev", "-p", String(port)], { env, shows: true });
  process.kill(process.pid, "SIGTERM");
} catch (error) {
  await fleet.end();
  process.stderr.write(`${error instanceof Failure ? error.message : error instanceof Error ? error.stack : error}\n`);
  process.exit(1);
}

import { parseArgs } from "node:util";
import { applicationEnv, choosePort, migrateDatabase, startWorker } from "./services/application.mjs";
import { chargeTrackerHome } from "./services/home.mjs";
import { installPackages, NODE } from "./services/install.mjs";
import { startServices } from "./services/local-services.mjs";
import { Fleet } from "./services/processes.mjs";
import { Failure, say, printReason } from "./services/report.mjs";
import { keepCommandsIn, run, runOrFail } from "./services/run-command.mjs";
import { startGuardian, stopWhenAsked } from "./services/stopping.mjs";

// Web and worker for development: pages change as they are edited. Uses the services that run, or starts some.
const { values } = parseArgs({ options: { port: { type: "string" } } });
const fleet = new Fleet(chargeTrackerHome(), "dev");
let stopServices = async () => {};
const stop = async () => {
  await fleet.end();
  await stopServices();
};
try {
  const owner = fleet.livingOwner();
  if (owner !== null) throw new Failure(`Development runs already here (process ${owner}). End it first.`);
  await fleet.end();
  fleet.claim();
  keepCommandsIn(fleet);
  startGuardian([fleet.file]);
  stopWhenAsked(stop);
  await main(chargeTrackerHome());
} catch (error) {
  printReason(error);
  await stop();
  process.exit(1);
}

/** @param {string} home */
async function main(home) {
  const [started] = await Promise.all([startServices(home), installPackages()]);
  stopServices = started.stop;
  const port = await choosePort(values.port);
  const env = { ...applicationEnv(home, started.services, port), NODE_ENV: /** @type {const} */ ("development") };
  await runOrFail("Generating the Prisma client", "npm", ["run", "--silent", "generate"], { env });
  await migrateDatabase(env);
  startWorker(fleet, env);
  say(`http://localhost:${port}`);
  await run(NODE, ["node_modules/next/dist/bin/next", "dev", "-p", String(port)], { env, shows: true });
  await stop();
}

import { parseArgs } from "node:util";
import { chargeTrackerHome } from "./services/home.mjs";
import { removeServices, startServices } from "./services/local-services.mjs";
import { stopWhenAsked } from "./services/processes.mjs";
import { Failure, say } from "./services/report.mjs";

// The local services in the foreground, with their URLs. `--down` ends what runs, `--reset` also removes what it stored.
const { values } = parseArgs({ options: { down: { type: "boolean" }, reset: { type: "boolean" } } });
const home = chargeTrackerHome();
try {
  if (values.down || values.reset) {
    await removeServices(home, { andData: values.reset ?? false });
    say(values.reset ? "services ended, their data removed" : "services ended");
  } else {
    const { services, stop } = await startServices(home);
    stopWhenAsked(stop);
    say(`ready. Commands in this folder find them by themselves; Ctrl-C ends them.

DATABASE_URL=${services.databaseUrl}
MIGRATE_DATABASE_URL=${services.migrateDatabaseUrl}
REDIS_URL=${services.redisUrl}
`);
    setInterval(() => {}, 60_000); // stays until it is asked to end
  }
} catch (error) {
  process.stderr.write(`${error instanceof Failure ? error.message : error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
}

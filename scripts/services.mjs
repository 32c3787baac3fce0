import { parseArgs } from "node:util";
import { chargeTrackerHome } from "./services/home.mjs";
import { removeServices, startServices } from "./services/local-services.mjs";
import { say, printReason } from "./services/report.mjs";
import { stopWhenAsked } from "./services/stopping.mjs";

// The local services in the foreground, with their URLs. `--down` ends what runs, `--reset` also removes what it stored.
const { values } = parseArgs({ options: { down: { type: "boolean" }, reset: { type: "boolean" } } });
try {
  const home = chargeTrackerHome();
  if (values.down || values.reset) {
    await removeServices(home, { andData: values.reset ?? false });
    say(values.reset ? "services ended, their data removed" : "services ended");
  } else {
    const { services, stop, ended } = await startServices(home);
    stopWhenAsked(stop);
    say(`ready. Commands in this folder find them by themselves; Ctrl-C ends them.

DATABASE_URL=${services.databaseUrl}
MIGRATE_DATABASE_URL=${services.migrateDatabaseUrl}
REDIS_URL=${services.redisUrl}
`);
    const keepAlive = setInterval(() => {}, 60_000); // stays until it is asked to end
    const name = await ended;
    clearInterval(keepAlive);
    say(`${name} ended by itself; see the logs in ${home}. Ending the services.`);
    await stop();
    process.exitCode = 1;
  }
} catch (error) {
  printReason(error);
  process.exitCode = 1;
}

import { parseArgs } from "node:util";
import { leaveCommunity, migrate } from "@/server/data/migrate";
import { env } from "@/server/env";
import { logger } from "@/server/logger";

// Brings the database to this version of the code. Safe to run twice, and in two processes at once. With --leave-community it undoes what only
// the Community edition of TimescaleDB has, before the server's licence changes to Apache's.
const { DATABASE_URL, MIGRATE_DATABASE_URL } = env();
const { values } = parseArgs({ options: { "leave-community": { type: "boolean" } } });
if (values["leave-community"]) {
  await leaveCommunity(MIGRATE_DATABASE_URL);
  logger.info("the database no longer needs the Community edition");
} else {
  const applied = await migrate({ ownerUrl: MIGRATE_DATABASE_URL, appUrl: DATABASE_URL });
  logger.info({ applied }, applied.length === 0 ? "database is up to date" : "database migrated");
}

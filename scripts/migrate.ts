import { migrate } from "@/server/data/migrate";
import { env } from "@/server/env";
import { logger } from "@/server/logger";

// Brings the database to this version of the code. Safe to run twice, and in two processes at once.
const { DATABASE_URL, MIGRATE_DATABASE_URL } = env();
const applied = await migrate({ ownerUrl: MIGRATE_DATABASE_URL, appUrl: DATABASE_URL });
logger.info({ applied }, applied.length === 0 ? "database is up to date" : "database migrated");

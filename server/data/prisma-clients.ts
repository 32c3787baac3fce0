import { PrismaPg } from "@prisma/adapter-pg";
import { onShutdown } from "../lifecycle";
import { logger } from "../logger";
import { databaseAway, isDatabaseAway } from "./database-errors";
import { poolSettings } from "./pools";
import { Prisma, PrismaClient } from "./generated/client";
import { onceAProcess } from "../once-a-process";

type ConfigRole = "ct_app" | "ct_auth";

/** One client a role. */
const clients = onceAProcess("Prisma's clients", () => new Map<ConfigRole, PrismaClient>());

export function prismaClientOf(role: ConfigRole): PrismaClient {
  const known = clients.get(role);
  if (known) return known;
  const adapter = new PrismaPg(poolSettings(role), {
    onPoolError: (error) => logger.warn({ error, role }, "idle database connection failed"),
  });
  const client = new PrismaClient({ adapter });
  clients.set(role, client);
  onShutdown("pools", async () => {
    clients.delete(role);
    await client.$disconnect();
  });
  return client;
}

/** Prisma's codes for a database that does not answer, has no free connection, or hung up. */
const AWAY_CODES = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2028", "P2037"]);
/** What Prisma threw, as `unavailable` when it says that the database is away; else as it came. */
export function toDatabaseError(cause: unknown): unknown {
  const code = cause instanceof Prisma.PrismaClientKnownRequestError ? cause.code : "";
  const isAway =
    cause instanceof Prisma.PrismaClientInitializationError || AWAY_CODES.has(code) || isDatabaseAway(cause);
  return isAway ? databaseAway(cause) : cause;
}

/** Whether a write met a row that is there already. */
export function isUniqueViolation(cause: unknown): boolean {
  return cause instanceof Prisma.PrismaClientKnownRequestError && cause.code === "P2002";
}

/** Whether a write would have left a lab without an owner, which the database refuses. */
export function isLastOwnerViolation(cause: unknown): boolean {
  return cause instanceof Error && cause.message.includes("a lab is never without an owner");
}

const SERIALIZATION_FAILURE = /40P01|40001|deadlock detected/i;

/** Whether the database ended a transaction because it and another waited for each other: done again, it may succeed. */
export function isSerializationFailure(cause: unknown): boolean {
  if (cause instanceof Prisma.PrismaClientKnownRequestError) {
    return cause.code === "P2034" || SERIALIZATION_FAILURE.test(`${cause.message} ${JSON.stringify(cause.meta)}`);
  }
  return cause instanceof Error && "code" in cause && SERIALIZATION_FAILURE.test(String(cause.code));
}

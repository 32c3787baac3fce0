import { pino } from "pino";

/** The log of this process: JSON lines on standard output. Keys and passwords never get here; the paths below are a second net. */
export const logger = pino({
  level: process.env.LOG_LEVEL ?? (process.env.NODE_ENV === "test" ? "error" : "info"), // env() would need a database
  redact: { paths: ["*.authorization", "*.cookie", "*.password", "*.apiKey", "headers"], censor: "[redacted]" },
  serializers: { error: pino.stdSerializers.errWithCause },
});

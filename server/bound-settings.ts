import { z } from "zod";

const count = (most: number) => z.coerce.number().int().positive().default(most);

/** What one sender, user or lab may take of what all share. What is answered at each bound: docs/operating.md, "Bounds". */
export const boundSettings = {
  /** Proxies in front of a web process that append to X-Forwarded-For; without any, the header is not believed. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).default(0),
  /** Connections that a web process has open at once. */
  MAX_CONNECTIONS: count(10_000),
  /** Bytes of request bodies that a web process holds, in MiB: of one API key, of one lab, and of all. */
  OPEN_BODIES_MIB_PER_KEY: count(32),
  OPEN_BODIES_MIB_PER_LAB: count(64),
  OPEN_BODIES_MIB: count(256),
};

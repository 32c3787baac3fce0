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
  /** Idempotency-Keys of a lab that are remembered. */
  LAB_MAX_IDEMPOTENCY_KEYS: count(1_000_000),
  /** Mails that invite somebody, over all labs: of one inviting user, and to one address. */
  INVITATIONS_PER_USER_A_DAY: count(50),
  INVITATIONS_PER_RECIPIENT_A_DAY: count(5),
  /** Live streams of one user in a web process; browsers share one between their pages. */
  STREAMS_PER_USER: count(20),
};

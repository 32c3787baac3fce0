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
  /** Of one lab, under way in a process at once, of the connections of each pool. */
  LAB_DATABASE_CONNECTIONS: count(6),
  /** Of one lab's requests, those that a web process works on at once. */
  LAB_REQUESTS_AT_ONCE: count(4),
  /** After which PostgreSQL gives up on a statement; 0: never, as in workers. Web processes begin with 120. */
  DATABASE_STATEMENT_TIMEOUT_S: z.coerce.number().int().min(0).default(0),
  /** What a lab may have. */
  LAB_MAX_CELLS: count(20_000),
  LAB_MAX_TESTS: count(100_000),
  LAB_MAX_FIELDS: count(200),
  LAB_MAX_GROUPINGS: count(100),
  LAB_MAX_MAPPINGS: count(100),
  /** Of a grouping: rules, values that they compare with together, and groups that are shown. */
  GROUPING_MAX_RULES: count(50),
  GROUPING_MAX_VALUES: count(5_000),
  GROUPING_MAX_GROUPS: count(500),
  /** What a web process keeps of cycles as columns for statistics, in MiB: of one lab, and of all. */
  LAB_COLUMNS_MIB: count(128),
  COLUMNS_MIB: count(256),
  /** Requests for dQ/dV, dV/dQ and ΔQ of a lab that wait while one is answered. */
  LAB_CURVES_WAITING: count(20),
  LAB_MAX_SAVED_VIEWS: count(200),
  LAB_MAX_EXCLUSIONS: count(10_000),
  LAB_MAX_TAGS: count(10_000),
  LAB_MAX_ANNOTATIONS: count(10_000),
  /** Links that show something of the lab without a key: those that work, and as many ended ones that are still listed. */
  LAB_MAX_GRANTS: count(1_000),
  /** What shared views keep that were frozen, compressed, in MiB: one of them, and all of a lab. */
  SNAPSHOT_MIB: count(4),
  LAB_SNAPSHOTS_MIB: count(256),
  /** What a lab's larger entries in the audit may take of a day. */
  LAB_AUDIT_MIB_A_DAY: count(256),
  /** Samples of one file, however small it was packed. */
  IMPORT_MAX_SAMPLES: count(50_000_000),
  /** Threads of a process that read files, one each. Of several, one lab has all but one at most. */
  IMPORT_THREADS: count(2),
  /** Processor time in s that reading a file may take: of any file, and more for each MiB as sent, up to twenty times the first. */
  IMPORT_CPU_S: z.coerce.number().positive().default(30),
  IMPORT_CPU_S_PER_MIB: z.coerce.number().min(0).default(2),
  /** Memory that a thread may take for what it makes of a file, beside the file's own bytes. */
  IMPORT_THREAD_MIB: count(256),
  /** Files that a web process makes at once of what is stored: of one lab, and of all. */
  EXPORTS_PER_LAB: count(2),
  EXPORTS: count(6),
  /** Weeks in which the samples of a batch may lie. */
  BATCH_MAX_WEEKS: count(100),
  /** Weeks in which nobody had samples yet that a lab may bring samples of, in a day. */
  LAB_NEW_WEEKS_A_DAY: count(300),
  /** Idempotency-Keys of a lab that are remembered. */
  LAB_MAX_IDEMPOTENCY_KEYS: count(1_000_000),
  /** Mails that invite somebody, over all labs: of one inviting user, and to one address. */
  INVITATIONS_PER_USER_A_DAY: count(50),
  INVITATIONS_PER_RECIPIENT_A_DAY: count(5),
  /** Live streams of one user in a web process; browsers share one between their pages. */
  STREAMS_PER_USER: count(20),
};

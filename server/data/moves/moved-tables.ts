/** What has a number of its own in each database, and a new one where a lab arrives. */
export type IdKind = "cell" | "test" | "field" | "grouping" | "key";

/** How the rows of a table move. All that is not said of a column moves as it is; `lab_id` becomes the new lab's. */
export type MovedTable = {
  table: string;
  /** By what a lab's rows are found: their own column, or the lab's tests, a part for some of them. */
  by: "lab" | "test";
  /** The column that numbers them, where others name it. */
  numbers?: { column: string; kind: IdKind };
  /** A number that nobody names: rows get a new one. */
  unnamed?: string;
  /** Columns that name rows of other tables. */
  names: Readonly<Record<string, IdKind>>;
  /** Columns that hold actors, as "user:…" or "key:…". */
  actors: readonly string[];
  /** Columns that hold users. */
  users: readonly string[];
  /** A column of JSON that names rows of other tables, or of the query of a page that does. */
  json?: string;
  /** Whether rows let somebody in, or give workers something to do: they arrive with the lab's opening. */
  opens: boolean;
};

const moved = (table: string, by: MovedTable["by"], rest: Partial<MovedTable> = {}): MovedTable => ({
  table,
  by,
  names: {},
  actors: [],
  users: [],
  opens: false,
  ...rest,
});

const OF_CELL = { cell_id: "cell" } as const;
const OF_TEST = { test_id: "test" } as const;

/** The tables that move row by row, each behind those that it names. */
export const MOVED_TABLES: readonly MovedTable[] = [
  moved("metadata_fields", "lab", { numbers: { column: "metadata_field_id", kind: "field" } }),
  moved("cells", "lab", { numbers: { column: "cell_id", kind: "cell" } }),
  moved("tests", "lab", { numbers: { column: "test_id", kind: "test" }, names: OF_CELL }),
  moved("groupings", "lab", { numbers: { column: "grouping_id", kind: "grouping" }, json: "definition" }),
  moved("api_keys", "lab", {
    numbers: { column: "api_key_id", kind: "key" },
    actors: ["created_by"],
    opens: true,
  }),
  moved("cell_metadata", "lab", { names: { ...OF_CELL, metadata_field_id: "field" } }),
  moved("column_mappings", "lab", { unnamed: "column_mapping_id" }),
  moved("tombstones", "lab", { unnamed: "tombstone_id" }),
  moved("forwards", "lab", { unnamed: "forward_id" }),
  moved("exclusions", "lab", { names: OF_CELL, actors: ["actor"] }),
  moved("cycle_tags", "lab", { names: OF_CELL, actors: ["actor"] }),
  moved("annotations", "lab", { names: { ...OF_CELL, metadata_field_id: "field" }, actors: ["actor"] }),
  moved("saved_views", "lab", { unnamed: "saved_view_id", names: OF_CELL, json: "query" }),
  moved("audit_log", "lab", { unnamed: "audit_id", actors: ["actor"] }),
  moved("batches", "lab"),
  moved("imports", "lab", { actors: ["actor"], opens: true }),
  moved("import_parts", "lab", { opens: true }),
  moved("import_tests", "lab", { names: { ...OF_CELL, ...OF_TEST }, opens: true }),
  moved("import_confirmed", "test", { names: OF_TEST, opens: true }),
  moved("samples", "test", { names: OF_TEST }),
  moved("samples_1m", "test", { names: OF_TEST }),
  moved("samples_1h", "test", { names: OF_TEST }),
  moved("runs", "test", { names: OF_TEST }),
  moved("cycles", "test", { names: { ...OF_CELL, ...OF_TEST } }),
  moved("test_states", "test", { names: { ...OF_CELL, ...OF_TEST } }),
  moved("grants", "lab", { actors: ["actor"], json: "resource", opens: true }),
  // What it shows is read as it was kept, numbers of groupings included.
  moved("snapshots", "lab", { opens: true }),
  moved("invitations", "lab", { users: ["invited_by"], opens: true }),
];

/** The tables that do not, and why. */
export const STAYING_TABLES: Readonly<Record<string, string>> = {
  labs: "in the manifest: name, slug and settings",
  lab_states: "in the manifest: the lab's version",
  members: "in the manifest, by their addresses",
  users: "people keep the accounts that they have, and where",
  accounts: "people keep the accounts that they have, and where",
  sessions: "people sign in anew",
  two_factors: "people keep the accounts that they have, and where",
  verifications: "of accounts",
  sign_ups: "of accounts",
  packed_cycles: "a copy of cycles; workers pack them again",
  packed_labs: "a copy of cycles; workers pack them again",
  run_curves: "a cache; computed again when asked for",
  samples_by_day: "follows from samples_1h",
  dirty_days: "what samples_by_day has yet to follow",
  day_state: "of the database",
  arriving_labs: "of the database",
  arriving_parts: "of the database",
  arriving_ids: "of the database",
  migrations_of_configuration: "of the database; the same on both sides",
  migrations_of_series: "of the database; the same on both sides",
};

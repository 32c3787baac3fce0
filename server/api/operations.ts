import { z } from "zod";
import { METRIC_NAMES } from "../domain/metrics";
import { cellChanges } from "../services/cell-settings";
import { groupingInput } from "../services/create-grouping";
import { metadataFieldInput } from "../services/create-metadata-field";
import { timeUsInQuery } from "../services/input-times";
import {
  batchAnswer,
  cellAnswer,
  cellsAnswer,
  cyclesAnswer,
  groupCyclesAnswer,
  groupDeviationsAnswer,
  groupingAnswer,
  groupingsAnswer,
  ingestAnswer,
  metadataFieldAnswer,
  metadataFieldsAnswer,
  samplesAnswer,
  stepsAnswer,
} from "./answer-schemas";
import { ingestBody, ingestHeaders } from "./ingest-body";
import { defineOperation } from "./operation";

const nothing = z.strictObject({});
const cellParams = z.object({ name: z.string().meta({ description: "Name of the cell, percent-encoded" }) });
const groupingParams = z.object({ id: z.string().meta({ description: "Id of the grouping" }) });
const metric = z
  .enum(METRIC_NAMES)
  .meta({ description: "Name of a metric, as in a cycle", examples: ["capacityRetention"] });
const cycle = z.coerce.number().pipe(z.int());
const test = z.string().optional().meta({ description: "Name of one of its tests; all when missing" });

/** Every operation of the REST API: what its route checks and its description says come from here. A test compares it with app/api/v1. */
export const OPERATIONS = {
  ingest: defineOperation({
    method: "POST",
    path: "/api/v1/ingest",
    summary: "Take a batch of samples",
    description:
      "Whole or not at all. 202: the batch is on disk and will count exactly once. 4xx: nothing of it is stored, mend it. " +
      "503 with `Retry-After`: nothing of it is stored, send the same bytes again. At most 8 MiB, 50,000 samples, 1,000 cells.",
    keyScopes: ["ingest"],
    params: nothing,
    query: nothing,
    headers: ingestHeaders,
    body: { schema: ingestBody, readBy: "handler" },
    answer: { status: 202, description: "The batch is on disk; `Location` names it", schema: ingestAnswer },
    refusals: ["malformed", "too_large", "unavailable"],
  }),
  getBatch: defineOperation({
    method: "GET",
    path: "/api/v1/batches/{id}",
    summary: "What became of a batch",
    description: "Kept for 30 days. `failed` is final.",
    keyScopes: ["ingest", "read"],
    params: z.object({ id: z.string().meta({ description: "As the ingest answered it" }) }),
    query: nothing,
    body: null,
    answer: { status: 200, description: "The batch", schema: batchAnswer },
    refusals: ["not_found"],
  }),
  listCells: defineOperation({
    method: "GET",
    path: "/api/v1/cells",
    summary: "The cells of the lab by name",
    keyScopes: ["read"],
    params: nothing,
    query: z.strictObject({
      limit: z.coerce.number().pipe(z.int().min(1).max(1000)).default(100),
      cursor: z.string().optional().meta({ description: "`nextCursor` of the page before" }),
      search: z.string().max(128).optional().meta({ description: "Part of the name, in any case" }),
    }),
    body: null,
    answer: { status: 200, description: "A page of cells", schema: cellsAnswer },
    refusals: [],
  }),
  getCell: defineOperation({
    method: "GET",
    path: "/api/v1/cells/{name}",
    summary: "One cell",
    keyScopes: ["read"],
    params: cellParams,
    query: nothing,
    body: null,
    answer: { status: 200, description: "The cell", schema: cellAnswer },
    refusals: ["not_found"],
  }),
  putCell: defineOperation({
    method: "PUT",
    path: "/api/v1/cells/{name}",
    summary: "Create a cell or merge settings into it",
    description: "Absent: unchanged. Null: cleared. 201 when the cell is new.",
    keyScopes: ["manage"],
    params: cellParams,
    query: nothing,
    body: { schema: cellChanges, readBy: "wrapper" },
    answer: { status: 200, description: "The cell as it is now", schema: cellAnswer },
    refusals: ["malformed", "too_large"],
  }),
  listCycles: defineOperation({
    method: "GET",
    path: "/api/v1/cells/{name}/cycles",
    summary: "The metrics of a cell, cycle by cycle",
    keyScopes: ["read"],
    params: cellParams,
    query: nothing,
    body: null,
    answer: { status: 200, description: "Its cycles by shown number", schema: cyclesAnswer },
    refusals: ["not_found"],
  }),
  listSteps: defineOperation({
    method: "GET",
    path: "/api/v1/cells/{name}/steps",
    summary: "The steps of a cell",
    keyScopes: ["read"],
    params: cellParams,
    query: z.strictObject({ test }),
    body: null,
    answer: { status: 200, description: "Its steps by test, in order", schema: stepsAnswer },
    refusals: ["not_found"],
  }),
  listSamples: defineOperation({
    method: "GET",
    path: "/api/v1/cells/{name}/samples",
    summary: "Samples of a cell for a chart",
    description: "At most `points`, thinned so that extremes are kept.",
    keyScopes: ["read"],
    params: cellParams,
    query: z.strictObject({
      from: timeUsInQuery.optional(),
      to: timeUsInQuery.optional(),
      test,
      cycle: cycle.optional().meta({ description: "Shown number of a cycle" }),
      points: z.coerce.number().pipe(z.int().min(2).max(20_000)).default(1000),
    }),
    body: null,
    answer: { status: 200, description: "Points as columns", schema: samplesAnswer },
    refusals: ["not_found"],
  }),
  listMetadataFields: defineOperation({
    method: "GET",
    path: "/api/v1/metadata-fields",
    summary: "The metadata fields of the lab",
    keyScopes: ["read"],
    params: nothing,
    query: nothing,
    body: null,
    answer: { status: 200, description: "In the order shown", schema: metadataFieldsAnswer },
    refusals: [],
  }),
  createMetadataField: defineOperation({
    method: "POST",
    path: "/api/v1/metadata-fields",
    summary: "Add a metadata field",
    keyScopes: ["manage"],
    params: nothing,
    query: nothing,
    body: { schema: metadataFieldInput, readBy: "wrapper" },
    answer: { status: 201, description: "The field", schema: metadataFieldAnswer },
    refusals: ["malformed", "too_large", "conflict"],
  }),
  listGroupings: defineOperation({
    method: "GET",
    path: "/api/v1/groupings",
    summary: "The groupings of the lab",
    keyScopes: ["read"],
    params: nothing,
    query: nothing,
    body: null,
    answer: { status: 200, description: "In the order shown", schema: groupingsAnswer },
    refusals: [],
  }),
  createGrouping: defineOperation({
    method: "POST",
    path: "/api/v1/groupings",
    summary: "Add a grouping",
    description: "`by` the values of fields, or by ordered `rules` of which the first that matches wins.",
    keyScopes: ["manage"],
    params: nothing,
    query: nothing,
    body: { schema: groupingInput, readBy: "wrapper" },
    answer: { status: 201, description: "The grouping", schema: groupingAnswer },
    refusals: ["malformed", "too_large", "conflict"],
  }),
  listGroupCycles: defineOperation({
    method: "GET",
    path: "/api/v1/groupings/{id}/cycles",
    summary: "Statistics of a metric over each group, cycle by cycle",
    keyScopes: ["read"],
    params: groupingParams,
    query: z.strictObject({
      metric,
      from: cycle.optional().meta({ description: "First cycle" }),
      to: cycle.optional().meta({ description: "Last cycle" }),
    }),
    body: null,
    answer: { status: 200, description: "Groups in the order shown", schema: groupCyclesAnswer },
    refusals: ["not_found"],
  }),
  listGroupDeviations: defineOperation({
    method: "GET",
    path: "/api/v1/groupings/{id}/deviations",
    summary: "How far the cells of a group stray at one cycle",
    keyScopes: ["read"],
    params: groupingParams,
    query: z.strictObject({
      metric,
      cycle,
      group: z.string().optional().meta({ description: "Key or name of one group; all when missing" }),
    }),
    body: null,
    answer: { status: 200, description: "Cells by how far they stray", schema: groupDeviationsAnswer },
    refusals: ["not_found"],
  }),
} as const;

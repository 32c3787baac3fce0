// What pages and scripts ask, with right values: where one of them is made wrong, nobody else has asked it before.

type Fields = Readonly<Record<string, unknown>>;

/** Queries of pages, with what they are asked beside the lab. */
export const QUERIES: Readonly<Record<string, Fields>> = {
  "annotations.list": {},
  "audit.choices": {},
  "audit.list": { action: null, actor: null, text: "", before: null },
  "cellPage.cycles": { cell: "odd" },
  "cellPage.head": { cell: "odd" },
  "cellPage.imports": { cell: "odd" },
  "cellPage.samples": { cell: "odd", fromMs: 0, toMs: 1, points: 100 },
  "cellPage.steps": { cell: "odd", cycle: 1 },
  "cellPage.testClock": { cell: "odd" },
  "cellPage.tests": { cell: "odd" },
  "cells.ageing": { cell: "odd" },
  "cells.curves": { cell: "odd", query: { kind: "vq", cycles: "1-3" } },
  "cells.peers": { cell: "odd", groupingId: 0, cycle: 1, kind: "vq", mode: null },
  "cells.silent": {},
  "exclusions.list": {},
  "fields.list": {},
  "grants.list": {},
  "groupings.list": {},
  "groups.ageing": { groupingId: 0 },
  "groups.cells": { groupingId: 0, metric: "dischargeCapacityAh", cells: ["odd"] },
  "groups.changes": { groupingId: 0, metric: "dischargeCapacityAh", since: 1 },
  "groups.deviations": { groupingId: 0, metric: "dischargeCapacityAh", cycle: 1, group: null },
  "groups.overX": { groupingId: 0, metric: "dischargeCapacityAh", x: "days" },
  "groups.strays": { groupingId: 0 },
  "groups.view": { groupingId: 0, metric: "dischargeCapacityAh" },
  "imports.get": { importId: "018f3c1e-0000-7000-8000-000000000000" },
  "imports.list": { before: null },
  "imports.mappings.list": {},
  "keys.list": {},
  "labs.checkSlug": { slug: "odd" },
  "members.list": {},
  "overview.cells": {},
  "overview.today": {},
  "tags.list": { cell: "odd" },
  "views.list": {},
};

/** Changes of pages, which each leave little behind where they are taken. */
export const CHANGES: Readonly<Record<string, Fields>> = {
  "annotations.add": { given: { cell: "odd", text: "odd" } },
  "annotations.remove": { given: { id: 1 } },
  "cells.edit": { given: { createMissing: false, edits: [{ cell: "odd", activeMassG: 1 }] } },
  "cells.merge": { given: { cell: "odd", into: "odder" } },
  "cells.moveTest": { given: { cell: "odd", test: "", into: "odder" } },
  "cells.put": { given: { name: "odd", changes: { nominalCapacityAh: 1 } } },
  "cells.remove": { given: { cell: "oddest" } },
  "cells.removeTest": { given: { cell: "odd", test: "odd" } },
  "cells.removeTimeRange": { given: { cell: "odd", from: 0, to: 1 } },
  "cells.rename": { given: { cell: "oddest", newName: "odder" } },
  "exclusions.add": { given: { cell: "odd", cycles: { from: 1, to: 1 }, reason: "odd" } },
  "exclusions.remove": { given: { id: 1 } },
  "fields.remove": { given: { metadataFieldId: 1 } },
  "fields.update": { given: { metadataFieldId: 1, name: "odd" } },
  "groupings.remove": { given: { groupingId: 1 } },
  "groupings.update": { given: { groupingId: 1, name: "odd" } },
  "imports.mappings.rename": { given: { name: "odd", newName: "odder" } },
  "imports.undo": { given: { importId: "018f3c1e-0000-7000-8000-000000000000" } },
  "labs.update": { given: { name: "odd" } },
  "tags.add": { given: { cell: "odd", cycles: { from: 1, to: 1 }, tag: "odd", reason: "odd" } },
  "tags.remove": { given: { id: 1 } },
  "views.remove": { given: { name: "odd" } },
  "views.save": { given: { name: "odd", view: { page: "groups", cell: null, query: "" } } },
};

/** Reads of the REST API: a place in a path is a field in brackets. */
export const READS: readonly { path: string; fields: Readonly<Record<string, string>> }[] = [
  { path: "/api/v1/cells", fields: { search: "odd", limit: "10", cursor: "b2Rk", format: "json" } },
  { path: "/api/v1/cells/{name}", fields: { name: "odd" } },
  { path: "/api/v1/cells/{name}/ageing", fields: { name: "odd" } },
  { path: "/api/v1/cells/{name}/curves", fields: { name: "odd", kind: "vq", cycles: "1-3", points: "100", test: "" } },
  { path: "/api/v1/cells/{name}/cycles", fields: { name: "odd", format: "csv" } },
  { path: "/api/v1/cells/{name}/export", fields: { name: "odd", format: "csv" } },
  { path: "/api/v1/cells/{name}/rate-test", fields: { name: "odd" } },
  { path: "/api/v1/cells/{name}/samples", fields: { name: "odd", from: "0", to: "1", points: "10", cycle: "1" } },
  { path: "/api/v1/cells/{name}/steps", fields: { name: "odd", test: "" } },
  { path: "/api/v1/cells/{name}/tags", fields: { name: "odd" } },
  { path: "/api/v1/groupings/{id}/ageing", fields: { id: "0" } },
  { path: "/api/v1/groupings/{id}/cycles", fields: { id: "0", metric: "dischargeCapacityAh", x: "cycle", from: "1" } },
  {
    path: "/api/v1/groupings/{id}/deviations",
    fields: { id: "0", metric: "dischargeCapacityAh", cycle: "1", group: "a" },
  },
  { path: "/api/v1/groupings/{id}/strays", fields: { id: "0" } },
  { path: "/api/v1/batches/{id}", fields: { id: "018f3c1e-0000-7000-8000-000000000000" } },
  { path: "/api/v1/imports/{id}", fields: { id: "018f3c1e-0000-7000-8000-000000000000" } },
  { path: "/api/v1/annotations", fields: { cell: "odd" } },
  { path: "/api/v1/exclusions", fields: { cell: "odd" } },
];

/** Changes over the REST API. */
export const WRITES: readonly { method: string; path: string; body: Fields }[] = [
  { method: "POST", path: "/api/v1/annotations", body: { cell: "odd", text: "odd" } },
  { method: "POST", path: "/api/v1/cells/odd/tags", body: { cycles: { from: 1, to: 1 }, tag: "odd", reason: "odd" } },
  { method: "POST", path: "/api/v1/exclusions", body: { cell: "odd", cycles: { from: 1, to: 1 }, reason: "odd" } },
  { method: "POST", path: "/api/v1/groupings", body: { name: "odd", by: ["odd"] } },
  { method: "POST", path: "/api/v1/metadata-fields", body: { name: "odd", type: "number", unit: "g", options: [] } },
  { method: "PUT", path: "/api/v1/cells/odd", body: { metadata: {}, nominalCapacityAh: 1, tests: { "": {} } } },
  {
    method: "POST",
    path: "/api/v1/ingest",
    body: { samples: [{ cell: "odd", time: 1_767_225_600_000, voltage: 3, current: 1, cycle: 1, step: 1, record: 0 }] },
  },
  {
    method: "POST",
    path: "/api/v1/ingest",
    body: { series: [{ cell: "odd", time: [1_767_225_600_000], voltage: [3], current: [1], cycle: 1 }] },
  },
];

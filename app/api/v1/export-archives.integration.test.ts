import { Readable } from "node:stream";
import Papa from "papaparse";
import { beforeAll, expect, it } from "vitest";
import { zipPieces } from "@/server/api/exports/zip-pieces";
import { env } from "@/server/env";
import { openZip } from "@/server/importers/containers/zip-archive";
import { storeBatch } from "@/server/services/batches/store-batch";
import { putCell } from "@/server/services/cells/put-cell";
import { addExclusion } from "@/server/services/exclusions/add-exclusion";
import { addAnnotation } from "@/server/services/annotations/add-annotation";
import { createGrant } from "@/server/services/grants/create-grant";
import { createMetadataField } from "@/server/services/fields/create-metadata-field";
import { createGrouping } from "@/server/services/groupings/create-grouping";
import { tagCycles } from "@/server/services/tags/tag-cycles";
import { createApiKey } from "@/server/services/team/create-api-key";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { batchOf, createLab } from "@/server/testing/factories";
import { importBytes } from "@/server/testing/files/imported-file";
import { GET as exportLab } from "./export/route";
import { GET as exportGrouping } from "./groupings/[id]/export/route";

cloneTestDatabase();

const START_US = Date.UTC(2026, 0, 1) * 1000;

/** Charge of 1 A for an hour at 4 V: 1 Ah, 4 Wh; a test of its own name beside it, and cells in two groups and in none. */
async function preparedLab(secret: string) {
  const { scope } = await createLab(secret);
  const { apiKey } = await createApiKey(scope, { name: "read", scopes: ["read"] });
  const hour = Array.from({ length: 61 }, (_, minute) => ({
    timeUs: START_US + minute * 60e6,
    voltageV: 4,
    currentA: 1,
    testTimeS: minute * 60,
    cycle: 1,
  }));
  for (const cell of ["A-01", "a:01", `=${secret}`]) await storeBatch(scope, batchOf(cell, hour));
  const back = hour.map((row) => ({
    ...{ ...row, currentA: -1 },
    ...{ timeUs: row.timeUs + 3601e6, testTimeS: row.testTimeS + 3601 },
  }));
  await storeBatch(scope, batchOf("a:01", back));
  await storeBatch(scope, batchOf("A-01", hour.slice(0, 2), { test: "formation" }));
  await createMetadataField(scope, { name: "cathode", type: "text" });
  await putCell(scope, { name: "A-01", changes: { metadata: { cathode: "NMC/811" }, referenceCycle: 1 } });
  await putCell(scope, { name: "a:01", changes: { metadata: { cathode: "NMC/811" } } });
  await putCell(scope, { name: `=${secret}`, changes: { metadata: { cathode: "LFP" } } });
  await putCell(scope, { name: "bare", changes: {} });
  await addExclusion(scope, { cell: "A-01", cycles: { from: 1, to: 1 }, reason: "leaked" });
  await addAnnotation(scope, { cell: "A-01", text: "clip was loose" });
  await addAnnotation(scope, { cell: "bare", text: "in no group" });
  await addAnnotation(scope, { times: { from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z" }, text: "strike" });
  await tagCycles(scope, { cell: "A-01", cycles: { from: 2, to: 2 }, tag: "moved", reason: "another cycler" });
  const { id } = await createGrouping(scope, { name: "Cathodes", by: ["cathode"] });
  return { scope, apiKey, groupingId: id };
}
type Lab = Awaited<ReturnType<typeof preparedLab>>;
let ours: Lab;
let theirs: Lab;
beforeAll(async () => {
  [ours, theirs] = [await preparedLab("ours"), await preparedLab("theirs")];
});

const asked = ({ apiKey }: Lab, path: string) =>
  new Request(`${env().APP_URL}/api/v1/${path}`, { headers: { Authorization: `Bearer ${apiKey}` } });

/** The texts of an archive by their paths. */
async function unpacked(response: Response): Promise<Map<string, string>> {
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/zip"]);
  const files = new Map<string, string>();
  for (const { name, open } of openZip(new Uint8Array(await response.arrayBuffer()))) {
    files.set(name, Buffer.concat(await Readable.from(open()).toArray()).toString());
  }
  return files;
}

it("packs the cells of a grouping with their cycles and all that their reader has to know", async () => {
  const { groupingId } = ours;
  const response = await exportGrouping(asked(ours, `groupings/${groupingId}/export`));
  expect(response.headers.get("content-disposition")).toMatch(/filename="Cathodes-\d{4}-\d\d-\d\d\.zip"/);
  const files = await unpacked(response);
  expect([...files.keys()].sort()).toEqual([
    "cells/=ours.bdf.csv",
    "cells/=ours.json",
    "cells/A-01.bdf.csv",
    "cells/A-01.json",
    "cells/A-01__formation.bdf.csv",
    "cells/a_01.bdf.csv",
    "cells/a_01.json",
    "groups/LFP.cycles.csv",
    "groups/NMC_811.cycles.csv",
    "metadata.json",
  ]);
  expect(files.get("cells/A-01.bdf.csv")?.split("\r\n")).toHaveLength(63);
  const table = files.get("groups/NMC_811.cycles.csv") ?? "";
  const rows = Papa.parse<Record<string, string>>(table.trimEnd(), { header: true }).data;
  expect(rows.map(({ cell, cycle, test }) => [cell, cycle, test])).toEqual([
    ["A-01", "1", ""],
    ["A-01", "1", "formation"],
    ["a:01", "1", ""],
  ]);
  expect(Number(rows[2]?.chargeCapacityAh)).toBeCloseTo(1, 12); // 60 min of 1 A
  // Both capacities are 1 Ah: the efficiency, 1, is off by at most what both may be off by.
  const [ofCharge, ofDischarge] = [rows[2]?.chargeCapacityUncertaintyAh, rows[2]?.dischargeCapacityUncertaintyAh];
  const bound = Number(ofCharge) + Number(ofDischarge);
  expect(bound).toBeGreaterThan(0);
  expect(Number(rows[2]?.coulombicEfficiencyUncertainty)).toBeCloseTo(bound, 12);
  expect(rows[0]).toMatchObject({ coulombicEfficiency: "0", coulombicEfficiencyUncertainty: "" }); // no discharge
  expect(files.get("groups/LFP.cycles.csv")).toContain("'=ours"); // no formula

  const metadata = JSON.parse(files.get("metadata.json") ?? "");
  expect(metadata).toMatchObject({
    grouping: { id: groupingId, name: "Cathodes", by: ["cathode"] },
    groups: [
      { name: "LFP", cells: ["=ours"], cycles: "groups/LFP.cycles.csv" },
      { name: "NMC/811", cells: ["A-01", "a:01"] },
    ],
    unassigned: ["bare"],
    metrics: {
      units: { chargeCapacityAh: "Ah", coulombicEfficiencyUncertainty: "1" },
      definitions: { coulombicEfficiency: expect.any(String), coulombicEfficiencyUncertainty: expect.any(String) },
    },
    exclusions: [{ cell: "A-01", cycles: { from: 1, to: 1 }, reason: "leaked", by: "ChargeTracker" }],
    annotations: [
      { cell: "A-01", text: "clip was loose", by: "ChargeTracker" },
      { cell: null, text: "strike" },
    ],
    missing: [],
  });
  expect(metadata.annotations).toHaveLength(2);
  expect(metadata.files).toContainEqual({
    file: "cells/A-01__formation.bdf.csv",
    cell: "A-01",
    test: "formation",
    samples: 2,
  });
  expect(JSON.parse(files.get("cells/A-01.json") ?? "")).toMatchObject({
    cell: { name: "A-01", polarity: "full_cell", referenceCycle: 1, tests: { "": {}, formation: {} } },
    exclusions: [{ reason: "leaked" }],
    files: [{ samples: 61 }, { samples: 2 }],
  });
});

it("tells whoever has a link what was noted of its cells, and not by whom", async () => {
  const { scope, groupingId } = ours;
  const { grant } = await createGrant(scope, {
    resource: { kind: "grouping", id: groupingId },
    reads: ["export"],
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  });
  const url = `${env().APP_URL}/api/v1/groupings/${groupingId}/export?grant=${grant}`;
  const metadata = JSON.parse((await unpacked(await exportGrouping(new Request(url)))).get("metadata.json") ?? "");
  expect(metadata.annotations).toMatchObject([{ text: "clip was loose", by: "Somebody of the lab" }]);
  expect(metadata.exclusions).toMatchObject([{ reason: "leaked", by: "Somebody of the lab" }]);
});

it("packs a whole lab, and nothing of another", async () => {
  const files = await unpacked(await exportLab(asked(ours, "export")));
  expect([...files.keys()]).toContain("cells/A-01.cycles.csv");
  const lab = JSON.parse(files.get("lab.json") ?? "");
  expect(lab).toMatchObject({
    settings: { name: "ours", timeZone: expect.any(String), formationCycles: 0, checkUpMaxRateC: null },
    metadataFields: [{ name: "cathode", type: "text" }],
    groupings: [{ name: "Cathodes" }],
    exclusions: [{ cell: "A-01" }],
    tags: [{ cell: "A-01", tag: "moved", reason: "another cycler", cycles: { from: 2, to: 2 } }],
    imports: [],
  });
  expect(lab.cells.map(({ name }: { name: string }) => name).sort()).toEqual(["=ours", "A-01", "a:01", "bare"]);
  const everything = [...files].flat().join("\n");
  expect(everything).not.toContain("theirs");
  expect(everything).not.toMatch(/@|ct_/);
  expect((await exportGrouping(asked(ours, `groupings/${theirs.groupingId}/export`))).status).toBe(404);
  // All cells are a grouping, too.
  expect((await unpacked(await exportGrouping(asked(ours, "groupings/0/export")))).size).toBeGreaterThan(8);
});

it("gives series from which a cell is imported again", async () => {
  const files = await unpacked(await exportLab(asked(ours, "export")));
  const { summary } = await importBytes(Buffer.from(files.get("cells/A-01.bdf.csv") ?? ""));
  expect(summary).toMatchObject({ format: "bdf", samples: 61 });
});

it("hands on what an entry throws, and leaves nothing open when its reader goes away", async () => {
  const ended: string[] = [];
  const entry = (name: string, fails = false) => ({
    name,
    pieces: async function* () {
      try {
        for (let piece = 0; piece < 1000; piece++) {
          yield crypto.getRandomValues(new Uint8Array(60_000));
          if (fails && piece === 3) throw new Error("no more can be read");
        }
      } finally {
        ended.push(name);
      }
    },
  });
  async function* entries() {
    yield entry("first", true);
    yield entry("second");
  }
  await expect(Readable.from(zipPieces(entries())).toArray()).rejects.toThrow("no more can be read");
  expect(ended).toEqual(["first"]);
  const archive = zipPieces(
    (async function* () {
      yield entry("left");
    })(),
  );
  await archive.next();
  await archive.return();
  expect(ended).toEqual(["first", "left"]);
});

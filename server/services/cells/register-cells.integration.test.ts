import { expect, it } from "vitest";
import { listCells } from "../../data/cells/cell-reads";
import { inLabConfig } from "../../data/in-lab-config";
import { listMetadataFields } from "../../data/cells/metadata-field-reads";
import { inLab } from "../../data/in-lab";
import { getLabState } from "../../data/labs/lab-state-reads";
import type { LabScope } from "../../lab-scope";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { createLab } from "../../testing/factories";
import { createMetadataField } from "../fields/create-metadata-field";
import { MAX_FIELDS } from "../../domain/cells/metadata-values";
import { putCell } from "./put-cell";
import { registerCells } from "./register-cells";

cloneTestDatabase();

const cellsOf = (scope: LabScope) =>
  inLabConfig(scope, (tx) => listCells(scope, tx, { limit: 1000, afterName: null, search: null }));
const fieldsOf = (scope: LabScope) => inLabConfig(scope, (tx) => listMetadataFields(scope, tx));
const configVersionOf = async (scope: LabScope) => (await inLab(scope, (tx) => getLabState(scope, tx))).configVersion;

it("registers cells and tests, makes text fields, and says nothing when told again", async () => {
  const { scope } = await createLab();
  const batch = [
    {
      cell: "A-01",
      tests: ["", "formation"],
      values: { metadata: { cathode: "NMC811", run: 7 }, nominalCapacityAh: 3 },
    },
    { cell: "A-02", tests: [""] },
  ];
  await registerCells(scope, batch);
  const [first, second] = await cellsOf(scope);
  expect(first).toMatchObject({
    name: "A-01",
    nominalCapacityAh: 3,
    metadata: { cathode: "NMC811", run: "7" },
    warnings: [],
  });
  expect(first?.tests.map(({ name }) => name)).toEqual(["", "formation"]);
  expect(second).toMatchObject({ name: "A-02", nominalCapacityAh: null, metadata: {} });
  expect((await fieldsOf(scope)).map(({ name, type }) => [name, type])).toEqual([
    ["cathode", "text"],
    ["run", "text"],
  ]);
  const version = await configVersionOf(scope);
  expect(version).toBeGreaterThan(0);
  await registerCells(scope, batch);
  expect(await configVersionOf(scope)).toBe(version);
});

it("ends in the same rows when many register the same and different cells at once", async () => {
  const { scope } = await createLab();
  const names = Array.from({ length: 20 }, (_, index) => `C-${index}`);
  const crowd = Array.from({ length: 24 }, (_, worker) => {
    const mine = names.filter((_, index) => (index + worker) % 3 !== 0);
    const cells = (worker % 2 === 0 ? mine : mine.reverse()).map((cell) => ({
      cell,
      tests: worker % 3 === 0 ? ["", "b"] : [""],
      values: { metadata: { cathode: "LFP", [`field ${worker % 5}`]: "x" }, nominalCapacityAh: 2, warnings: ["w"] },
    }));
    return registerCells(scope, cells);
  });
  await Promise.all(crowd);
  const cells = await cellsOf(scope);
  expect(cells.map(({ name }) => name)).toEqual([...names].sort());
  for (const cell of cells) {
    expect(cell).toMatchObject({ nominalCapacityAh: 2, warnings: [{ message: "w" }] });
    expect(cell.metadata.cathode).toBe("LFP");
    expect(new Set(cell.tests.map(({ name }) => name)).size).toBe(cell.tests.length);
  }
  expect((await fieldsOf(scope)).map(({ name }) => name).sort()).toEqual([
    "cathode",
    ...[0, 1, 2, 3, 4].map((n) => `field ${n}`),
  ]);
});

it("fills only what was never set: neither what a person set nor what they cleared", async () => {
  const { scope } = await createLab();
  await createMetadataField(scope, { name: "cathode", type: "text" });
  await createMetadataField(scope, { name: "anode", type: "text" });
  await putCell(scope, { name: "set", changes: { nominalCapacityAh: 5, metadata: { cathode: "LFP" } } });
  await putCell(scope, { name: "cleared", changes: { nominalCapacityAh: null, metadata: { cathode: null } } });
  const values = { metadata: { cathode: "NMC811", anode: "graphite" }, nominalCapacityAh: 3 };
  await registerCells(scope, [
    { cell: "set", tests: [""], values },
    { cell: "cleared", tests: [""], values },
  ]);
  const [cleared, set] = await cellsOf(scope);
  expect(set).toMatchObject({ nominalCapacityAh: 5, metadata: { cathode: "LFP", anode: "graphite" } });
  expect(cleared).toMatchObject({ nominalCapacityAh: null, metadata: { anode: "graphite" } });
  expect(cleared?.metadata.cathode).toBeUndefined();
});

it("drops a value that does not fit, with one warning however often it is sent", async () => {
  const { scope } = await createLab();
  await createMetadataField(scope, { name: "mass", type: "number", unit: "g" });
  await createMetadataField(scope, { name: "cathode", type: "choice", options: ["LFP"] });
  const values = { metadata: { mass: "heavy", cathode: "NMC811", note: "a\u0000b", fine: "yes" } };
  await registerCells(scope, [{ cell: "A", tests: [""], values }]);
  const version = await configVersionOf(scope);
  for (let again = 0; again < 3; again++) await registerCells(scope, [{ cell: "A", tests: [""], values }]);
  const [cell] = await cellsOf(scope);
  expect({ ...cell?.metadata }).toEqual({ fine: "yes" });
  expect(cell?.warnings).toEqual([
    { message: 'Metadata "mass" was sent but not used: expected a number.' },
    { message: 'Metadata "cathode" was sent but not used: expected one of: LFP.' },
    { message: expect.stringContaining('Metadata "note" was sent but not used') },
  ]);
  expect(await configVersionOf(scope)).toBe(version);
});

it("bounds warnings and fields, and goes on", async () => {
  const { scope } = await createLab();
  const metadata = Object.fromEntries(Array.from({ length: MAX_FIELDS + 60 }, (_, index) => [`f${index}`, "x"]));
  await registerCells(scope, [{ cell: "A", tests: [""], values: { metadata } }]);
  const [cell] = await cellsOf(scope);
  expect(await fieldsOf(scope)).toHaveLength(MAX_FIELDS);
  expect(Object.keys(cell?.metadata ?? {})).toHaveLength(MAX_FIELDS);
  expect(cell?.warnings).toHaveLength(50);
});

it("keeps another lab's cell of the same name as it is", async () => {
  const [ours, theirs] = [await createLab(), await createLab()];
  await registerCells(theirs.scope, [{ cell: "A-01", tests: [""], values: { metadata: { cathode: "LFP" } } }]);
  await registerCells(ours.scope, [
    { cell: "A-01", tests: ["x"], values: { metadata: { cathode: "NMC" }, nominalCapacityAh: 1 } },
  ]);
  const [cell] = await cellsOf(theirs.scope);
  expect(cell).toMatchObject({ nominalCapacityAh: null, metadata: { cathode: "LFP" } });
  expect(cell?.tests.map(({ name }) => name)).toEqual([""]);
});

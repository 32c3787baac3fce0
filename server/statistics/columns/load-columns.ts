import { listCellsForGroups } from "../../data/cells/cell-reads";
import type { LabTransaction } from "../../data/in-lab";
import { inLabConfig } from "../../data/in-lab-config";
import type { LabState } from "../../data/labs/lab-state-reads";
import { listTestStarts, streamCycleColumns, streamLabCycles } from "../../data/series/cycle-column-reads";
import { listTestsResetSince } from "../../data/series/cycle-reads";
import type { CycleQuantity } from "../../data/test-cycles";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { inPieces, withPauses } from "../in-pieces";
import { LabColumns, type Needed } from "./lab-columns";
import { LabPatch } from "./lab-patch";
import { quantitiesOf } from "./metric-columns";
import { ROW_BYTES, type TestColumns, VALUE_BYTES } from "./test-columns";

/** A lab's columns and the version at which its cells last changed. */
export type LoadedLab = { columns: LabColumns; configVersion: number };

type LoadOptions = Needed & {
  state: LabState;
  /** What the lab's columns may take. */
  maxBytes: number;
};

/** Every cycle of the lab, with the quantities that a metric needs. */
export async function loadLab(scope: LabScope, tx: LabTransaction, requested: LoadOptions): Promise<LoadedLab> {
  const { state, maxBytes, metric, also = [] } = requested;
  const columns = new LabColumns(await cellsOf(scope), state.version);
  const quantities = [...new Set([...quantitiesOf(metric), ...also])];
  let bytes = 0;
  for await (const test of allCycles(scope, tx, quantities)) {
    bytes += test.cycles.length * (ROW_BYTES + VALUE_BYTES * quantities.length);
    if (bytes > maxBytes) throw tooLarge();
    columns.loadTest(test);
  }
  columns.noteLoaded(quantities);
  await readStarts(scope, tx, columns.testsBesideOthers());
  await loadMissing(scope, tx, { columns, ...requested });
  await inPieces(columns.settle());
  return { columns, configVersion: state.configVersion };
}

const allCycles = (scope: LabScope, tx: LabTransaction, quantities: readonly CycleQuantity[]) =>
  withPauses(streamLabCycles(scope, tx, { quantities }), ({ cycles }) => cycles.length * (1 + quantities.length));

const cellsOf = (scope: LabScope) => inLabConfig(scope, (config) => listCellsForGroups(scope, config));

/** Takes in what changed since, and the quantities that a metric still needs; null when the lab must be loaded anew. */
export async function refreshLab(
  scope: LabScope,
  tx: LabTransaction,
  known: LoadedLab,
  requested: LoadOptions,
): Promise<LoadedLab | null> {
  const { columns } = known;
  const { state } = requested;
  const since = columns.version;
  if (state.version < since) return null;
  const hasNewCells = state.configVersion !== known.configVersion;
  if (hasNewCells) columns.configure(await cellsOf(scope));
  const patch = new LabPatch(columns, state.version);
  if (state.version > since) {
    if (!(await readChanges(scope, tx, { patch, columns, since }))) return null;
    await readStarts(scope, tx, hasNewCells ? columns.testsBesideOthers() : patch.testsBesideOthers());
  }
  if (!(await loadMissing(scope, tx, { columns, ...requested }))) return null;
  await inPieces(patch.end());
  if (hasNewCells) await inPieces(columns.settle());
  return { columns, configVersion: state.configVersion };
}

/** False when there are cycles of a test that is not known. */
async function readChanges(
  scope: LabScope,
  tx: LabTransaction,
  { patch, columns, since }: { patch: LabPatch; columns: LabColumns; since: number },
): Promise<boolean> {
  const { quantities } = columns;
  const resets = new Set((await listTestsResetSince(scope, tx, { version: since })).map(({ testId }) => testId));
  for await (const test of streamCycleColumns(scope, tx, { quantities, range: { sinceVersion: since } })) {
    if (!resets.has(test.testId) && !patch.merge(test)) return false;
  }
  if (resets.size === 0) return true;
  const range = { testIds: [...resets] };
  for await (const test of streamCycleColumns(scope, tx, { quantities, range })) {
    patch.replace(test.testId, test);
    resets.delete(test.testId);
  }
  for (const testId of resets) patch.replace(testId, null);
  return true;
}

async function readStarts(scope: LabScope, tx: LabTransaction, tests: readonly TestColumns[]): Promise<void> {
  if (tests.length === 0) return;
  const starts = await listTestStarts(scope, tx, { testIds: tests.map(({ testId }) => testId) });
  const startOf = new Map(starts.map(({ testId, startedAtUs }) => [testId, startedAtUs]));
  for (const test of tests) test.startedAtUs = startOf.get(test.testId) ?? 0;
}

/** Loads what a metric needs and is not there. False when the cycles are not those that are here. */
async function loadMissing(
  scope: LabScope,
  tx: LabTransaction,
  { columns, maxBytes, ...needed }: LoadOptions & { columns: LabColumns },
): Promise<boolean> {
  const missing = columns.missingFor(needed);
  const comingBytes = missing.length === 0 ? 0 : missing.length * VALUE_BYTES * columns.rows;
  makeRoom(columns, columns.neededFor(needed), maxBytes - comingBytes);
  if (missing.length === 0) return true;
  for await (const test of allCycles(scope, tx, missing)) {
    if (!columns.addQuantities(test)) return false;
  }
  columns.noteLoaded(missing);
  return true;
}

/** Gives up quantities until the others fit. @throws AppError `too_large` when those that are needed do not */
function makeRoom(columns: LabColumns, needed: readonly CycleQuantity[], bytes: number): void {
  while (columns.byteLength > bytes) if (!columns.dropQuantity(needed)) throw tooLarge();
}

const tooLarge = () =>
  new AppError(
    "too_large",
    "This lab has more cycles than group statistics can hold. Move cells that are done to another lab, or delete tests that you do not need.",
  );

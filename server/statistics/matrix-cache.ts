import { listCellsForGroups } from "../data/cells/cell-reads";
import { inLabConfig } from "../data/in-lab-config";
import { inLab } from "../data/in-lab";
import { listCyclesOfCell, listCyclesSince, listTestsResetSince } from "../data/series/cycle-reads";
import { getLabState } from "../data/labs/lab-state-reads";
import type { MetricName } from "../domain/cycles/metrics";
import type { LabScope } from "../lab-scope";
import { MetricMatrix } from "./metric-matrix";

type Entry = { matrix: MetricMatrix; configVersion: number };

const MAX_BYTES = 128 * 1024 * 1024;
const EVERYTHING = -1;

/** Least recently used first: a Map keeps the order in which keys were set. */
const entries = new Map<string, Entry>();
/** One refresh of a matrix at a time; those who ask meanwhile get the next. */
const refreshing = new Map<string, Promise<MetricMatrix>>();

/**
 * The matrix of a lab's metric as of now: checked against the lab's version, patched with what changed, or loaded.
 * Bounded over all labs; the least recently used goes first.
 */
export function currentMatrix(scope: LabScope, metric: MetricName): Promise<MetricMatrix> {
  const key = `${scope.labId}:${metric}`;
  const before = refreshing.get(key) ?? Promise.resolve();
  const refreshed = before.catch(() => {}).then(() => refresh(scope, metric, key));
  refreshing.set(key, refreshed);
  const clear = () => {
    if (refreshing.get(key) === refreshed) refreshing.delete(key);
  };
  refreshed.then(clear, clear);
  return refreshed;
}

async function refresh(scope: LabScope, metric: MetricName, key: string): Promise<MetricMatrix> {
  const entry = entries.get(key);
  const patched = entry ? await patch(scope, entry) : null;
  const current = patched ?? (await load(scope, metric));
  entries.delete(key);
  entries.set(key, current);
  let bytes = [...entries.values()].reduce((sum, { matrix }) => sum + matrix.byteLength, 0);
  for (const [oldest, { matrix }] of entries) {
    if (bytes <= MAX_BYTES || oldest === key) break;
    bytes -= matrix.byteLength;
    entries.delete(oldest);
  }
  return current.matrix;
}

async function load(scope: LabScope, metric: MetricName): Promise<Entry> {
  return inLab(scope, async (tx) => {
    // The version first: what commits after it is read again, nothing is missed.
    const state = await getLabState(scope, tx);
    const { cells, formationCycles } = await inLabConfig(scope, (config) => listCellsForGroups(scope, config));
    const cycles = await listCyclesSince(scope, tx, { version: EVERYTHING });
    const matrix = new MetricMatrix(metric, cells, formationCycles, cycles, state.version);
    return { matrix, configVersion: state.configVersion };
  });
}

/** The entry with what changed since; null when it must be loaded anew. */
async function patch(scope: LabScope, entry: Entry): Promise<Entry | null> {
  const { matrix } = entry;
  return inLab(scope, async (tx) => {
    const state = await getLabState(scope, tx);
    if (state.configVersion !== entry.configVersion || state.version < matrix.version) return null;
    if (state.version === matrix.version) return entry;
    const since = { version: matrix.version };
    const changed = Map.groupBy(await listCyclesSince(scope, tx, since), ({ cellId }) => cellId);
    const resets = new Set((await listTestsResetSince(scope, tx, since)).map(({ cellId }) => cellId));
    const cellIds = new Set([...changed.keys(), ...resets]);
    for (const cellId of cellIds) if (!matrix.hasCell(cellId)) return null;
    matrix.version = state.version;
    for (const cellId of cellIds) {
      const isPatched = !resets.has(cellId) && matrix.patchCell(cellId, changed.get(cellId) ?? []);
      if (!isPatched) matrix.replaceCell(cellId, await listCyclesOfCell(scope, tx, { cellId }));
    }
    return entry;
  });
}

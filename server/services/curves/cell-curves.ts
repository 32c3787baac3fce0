import { createHash } from "node:crypto";
import { setImmediate as othersTurn } from "node:timers/promises";
import { inLab, inLabSnapshot, type LabTransaction } from "../../data/in-lab";
import { type CurveCell, findCurveCell, listKeptCurves, listSamplesOfStretches } from "../../data/series/curve-reads";
import { deleteOldestCurves, type NewCurve, upsertCurves } from "../../data/series/curve-writes";
import { columnCount, type CurveMaking, curveKey, type MadeCurve, makeCurve } from "../../domain/curves/curve-kinds";
import { ownTurns } from "../../auth/own-turns";
import { env } from "../../env";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { logger } from "../../logger";
import { knownAnswers } from "./known-answers";
import {
  type RequestedCurves,
  type CycleCurve,
  type FewerCycles,
  listWanted,
  refuseTooMany,
  type Wanted,
} from "./wanted-curves";

/** Read together, so that memory stays flat however many cycles there are. */
const SAMPLES_AT_ONCE = 50_000;
/** Others get a turn after so long. */
const PIECE_MS = 10;
/** Of curves that are kept of a lab: some ten thousand. */
const MAX_KEPT_BYTES = 64 * 1024 * 1024;

/** What takes the processor rather than the database: one set of a lab at a time in a process, so that several leave others their share. */
const DERIVED: ReadonlySet<CurveMaking["kind"]> = new Set(["dqdv", "dvdq", "qv"]);
const derivedTurns = () => ownTurns("derived curves", { atOnce: 1, mostWaiting: env().LAB_CURVES_WAITING });

/** What an answer is made of. */
export type FoundCurves = { activeMassG: number | null; curves: CycleCurve[]; fewer: FewerCycles | null };

/**
 * Answers with curves of a cell's cycles: those that are kept, and made of samples where none is, or where it was made of anything else than
 * what is stored now. What was made of finished steps is kept.
 * @param answer what to make of them; `form` says which way, beside what is asked for. Nobody may change what it gives: it is given again
 * @throws AppError `not_found`; `too_large` where the cycles hold more samples than are read at once; `too_many` where too many derivatives of the
 * lab wait to be made
 */
export async function cellCurves<T extends object>(
  scope: LabScope,
  requested: RequestedCurves,
  answer: { form: string; of: (found: FoundCurves) => T },
): Promise<T> {
  if (!DERIVED.has(requested.making.kind)) return answerWith(scope, requested, answer);
  // Whoever has a link waits for others with one, and the lab's own people do not.
  const owner = scope.narrowedTo === null ? `${scope.labId}` : `links of ${scope.labId}`;
  return derivedTurns()(owner, () => answerWith(scope, requested, answer));
}

async function answerWith<T extends object>(
  scope: LabScope,
  requested: RequestedCurves,
  answer: { form: string; of: (found: FoundCurves) => T },
): Promise<T> {
  const { key, known, found, made } = await inLabSnapshot(scope, async (tx) => {
    const cell = await getCurveCell(scope, tx, requested);
    const { activeMassG } = cell;
    const { wanted, fewer } = await listWanted(scope, tx, { ...requested, cell });
    const key = keyOf(scope, requested, { form: answer.form, activeMassG, wanted, fewer });
    const known = knownAnswers.get(key)?.answer;
    if (known) return { key, known, found: null, made: [] };
    const { curves, made } = await readCurves(scope, tx, wanted, { making: requested.making, cell });
    return { key, known: null, found: { activeMassG, curves, fewer }, made };
  });
  if (known) return known as T; // the key names its form
  // Whoever has a link asks for curves of any making: they shall not push out those that the lab's own people ask for.
  if (made.length > 0 && scope.narrowedTo === null) {
    await keepCurves(scope, made).catch((error: unknown) =>
      logger.warn({ error, labId: scope.labId }, "curves not kept; they are made again"),
    );
  }
  const given = answer.of(found);
  knownAnswers.set(key, { answer: given, numbers: countNumbers(found.curves) });
  return given;
}

/** Everything that an answer depends on. */
function keyOf(
  scope: LabScope,
  { cell, making }: RequestedCurves,
  { form, wanted, ...rest }: { form: string; wanted: readonly Wanted[] } & Omit<FoundCurves, "curves">,
): string {
  const ofStretches = wanted.map(({ testId, from, shown, madeOf, isKept }) => [testId, from, shown, madeOf, isKept]);
  const all = [scope.labId, cell, curveKey(making), form, rest.activeMassG, rest.fewer, ofStretches];
  return createHash("sha256").update(JSON.stringify(all)).digest("base64");
}

const countNumbers = (curves: readonly CycleCurve[]) =>
  curves.reduce((sum, { columns }) => sum + columns.reduce((own, { length }) => own + length, 0), 0);

/** With the tests that are asked for. */
async function getCurveCell(
  scope: LabScope,
  tx: LabTransaction,
  { cell: name, test }: Pick<RequestedCurves, "cell" | "test">,
): Promise<CurveCell> {
  const cell = await findCurveCell(scope, tx, { name });
  if (!cell) throw new AppError("not_found", `There is no cell "${name}" in this lab.`);
  if (test === null) return cell;
  const tests = cell.tests.filter((one) => one.name === test);
  if (tests.length === 0) throw new AppError("not_found", `The cell "${name}" has no test "${test}".`);
  return { ...cell, tests };
}

type Read = Pick<RequestedCurves, "making"> & { cell: CurveCell };

function keepCurves(scope: LabScope, curves: readonly NewCurve[]): Promise<void> {
  return inLab(scope, async (tx) => {
    await upsertCurves(scope, tx, { curves });
    await deleteOldestCurves(scope, tx, { maxBytes: MAX_KEPT_BYTES });
  });
}

async function readCurves(scope: LabScope, tx: LabTransaction, wanted: readonly Wanted[], { making, cell }: Read) {
  const curve = curveKey(making);
  const found = await listKeptCurves(scope, tx, { curve, columns: columnCount(making), of: wanted });
  const missing = wanted.filter(({ isKept }, index) => isKept && !found.has(index));
  const made = new Map<Wanted, MadeCurve>();
  for await (const [stretch, own] of makeCurves(scope, tx, missing, { making, cell })) made.set(stretch, own);
  const curves = wanted.map((stretch, index): CycleCurve => {
    const own = stretch.isKept ? (found.get(index) ?? made.get(stretch)) : undefined;
    return { ...stretch.shown, ...(own ?? expired(making)) };
  });
  const kept = [...made].filter(([{ isClosed }]) => isClosed);
  return {
    curves,
    made: kept.map(([{ testId, from, madeOf }, own]): NewCurve => ({ testId, from, curve, madeOf, ...own })),
  };
}

const expired = (making: CurveMaking): MadeCurve => ({
  columns: Array.from({ length: columnCount(making) }, () => new Float64Array(0)),
  note: "The raw samples of this cycle are no longer kept.",
});

async function* makeCurves(
  scope: LabScope,
  tx: LabTransaction,
  missing: readonly Wanted[],
  { making, cell: { maxGapSeconds } }: Read,
): AsyncGenerator<[Wanted, MadeCurve]> {
  refuseTooMany(missing);
  let sinceMs = performance.now();
  for (const stretches of inParts(missing)) {
    const samples = await listSamplesOfStretches(scope, tx, { stretches });
    for (const [index, stretch] of stretches.entries()) {
      const own = samples[index];
      if (!own) continue;
      const { sign, leadInS, heldFromUs } = stretch;
      const run = { samples: own, sign: sign === 0 ? 1 : sign, leadInS, heldFromUs, maxGapSeconds } as const;
      yield [stretch, makeCurve(making, run)];
      if (performance.now() - sinceMs < PIECE_MS) continue;
      await othersTurn();
      sinceMs = performance.now();
    }
  }
}

/** Neighbours that hold about as many samples together as are read at once; one that holds more stands alone. */
function inParts(stretches: readonly Wanted[]): Wanted[][] {
  const parts: Wanted[][] = [];
  let count = 0;
  for (const stretch of stretches) {
    const open = parts.at(-1);
    if (open && count + stretch.sampleCount <= SAMPLES_AT_ONCE) open.push(stretch);
    else parts.push([stretch]);
    count = (open === parts.at(-1) ? count : 0) + stretch.sampleCount;
  }
  return parts;
}

import { requireReplicated } from "../../data/commit-status";
import { inLab, type LabTransaction } from "../../data/in-lab";
import { findBatch } from "../../data/series/batch-reads";
import { insertLedgerRows } from "../../data/series/batch-writes";
import { AppError } from "../../errors";
import { refuseScattered } from "./refuse-scattered";
import { type NamedTest, requireRoomForTests } from "../cells/room-for-cells";
import { type AcceptedBatch, acceptBatch, type GivenBatch } from "../../jobs/accept-batch";
import type { LabScope } from "../../lab-scope";

/**
 * Accepts a batch so that what its sender is told is true also when Redis took it and did not say so: then the ledger decides, in which a
 * batch counts once or never.
 * @throws AppError `conflict` where the lab has no room for its cells; as `refuseScattered`; `unavailable` when it is sure that the batch will never count; `undecided` when the outcome is unknown because the database is away, too
 */
export async function acceptOnce(scope: LabScope, batch: GivenBatch): Promise<AcceptedBatch> {
  await refuseScattered(scope, batch.series);
  await requireRoomForTests(scope, namedBy(batch));
  const accepted = await acceptBatch(scope, batch);
  // A name that a refused batch holds still: its sender was told to send it again.
  const isDisowned = accepted.duplicate && (await askLedger(scope, accepted));
  if (isDisowned) return acceptOnce(scope, { ...batch, insteadOf: accepted.batchId });
  return accepted.isDurable ? accepted : settleDoubt(scope, accepted);
}

async function askLedger(scope: LabScope, accepted: AcceptedBatch): Promise<boolean> {
  return inLab(scope, (tx) => wasDisowned(scope, tx, accepted)).catch((cause) => {
    throw accepted.isDurable ? cause : undecided(cause);
  });
}

const undecided = (cause: unknown) =>
  new AppError("undecided", "Neither Redis nor the database says what became of the batch.", { cause });

const NOT_ACKNOWLEDGED = "not_acknowledged";

/** Takes the batch's row in the ledger, so that whoever finds it in the queue later does nothing; or finds that it counts already. */
async function settleDoubt(scope: LabScope, accepted: AcceptedBatch): Promise<AcceptedBatch> {
  const { batchId, seq, receivedAt, samples } = accepted;
  const counts = { samples, inserted: 0, replaced: 0, unchanged: 0 };
  const entry = { batchId, seq, receivedAt, ...counts, status: "failed", error: NOT_ACKNOWLEDGED } as const;
  const isRefused = await inLab(scope, async (tx) => {
    const isNew = (await insertLedgerRows(scope, tx, [entry])).has(batchId);
    if (!isNew) await requireReplicated(tx);
    return isNew || (await wasDisowned(scope, tx, accepted));
  }).catch((cause) => {
    throw undecided(cause);
  });
  if (!isRefused) return accepted;
  throw new AppError("unavailable", "The batch cannot be made durable now. Send the same bytes again.", {
    retryAfterS: 5,
  });
}

async function wasDisowned(scope: LabScope, tx: LabTransaction, { batchId }: AcceptedBatch): Promise<boolean> {
  return (await findBatch(scope, tx, { batchId }))?.error === NOT_ACKNOWLEDGED;
}

/** The tests of a batch, and the cells that it only describes. */
function namedBy({ series, cells }: GivenBatch): NamedTest[] {
  const withSamples = new Set(series.map(({ cell }) => cell));
  const described = Object.keys(cells).filter((cell) => !withSamples.has(cell));
  return [...series, ...described.map((cell) => ({ cell, test: "" }))];
}

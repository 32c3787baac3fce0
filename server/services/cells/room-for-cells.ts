import { countCellsAndTests } from "../../data/cells/cell-reads";
import { listKnownCells } from "../../data/cells/registration-reads";
import { type ConfigTransaction, inLabConfig } from "../../data/in-lab-config";
import { env } from "../../env";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { withinPatience } from "../within-patience";

type Counts = { cells: number; tests: number };
export type NamedTest = { cell: string; test: string };

/** Refuses what went over the lab's bounds, in the transaction that made it. @throws AppError `conflict` */
export async function requireRoomForCells(scope: LabScope, tx: ConfigTransaction): Promise<void> {
  refuseOver(await countCellsAndTests(scope, tx));
}

function refuseOver({ cells, tests }: Counts): void {
  const { LAB_MAX_CELLS, LAB_MAX_TESTS } = env();
  if (cells > LAB_MAX_CELLS) throw full(`${LAB_MAX_CELLS} cells`);
  if (tests > LAB_MAX_TESTS) throw full(`${LAB_MAX_TESTS} tests`);
}

const full = (what: string) =>
  new AppError(
    "conflict",
    `A lab is limited to ${what}, and this would make more. Delete some, or ask whoever runs the service.`,
  );

/** While the database is away, what comes is taken. */
const ASK_AGAIN_MS = 5_000;
/** Some of what was promised never comes. */
const REMEMBERED_MS = 600_000;
const MAX_REMEMBERED = 50_000;
const MAX_LABS = 1_000;

/** What a web process knows of the tests of a lab: which are there, or will be when what was accepted is stored. */
type Room = { known: Set<string>; promised: Map<string, NamedTest>; askAgainAtMs: number; forgetAtMs: number };
const rooms = new Map<number, Room>();

function roomOf(labId: number): Room {
  const known = rooms.get(labId);
  if (known && known.known.size <= MAX_REMEMBERED && Date.now() < known.forgetAtMs) return known;
  if (rooms.size >= MAX_LABS) rooms.clear();
  const forgetAtMs = Date.now() + REMEMBERED_MS;
  const room: Room = { known: new Set(), promised: new Map(), askAgainAtMs: 0, forgetAtMs };
  rooms.set(labId, room);
  return room;
}

const keyOf = ({ cell, test }: NamedTest) => JSON.stringify([cell, test]);

/**
 * Refuses samples of cells and tests that the lab has no room for, before they are accepted: what was accepted is stored, whatever the bound.
 * Only names that this process has not seen cost a look into the database.
 * @throws AppError `conflict`
 */
export async function requireRoomForTests(scope: LabScope, named: readonly NamedTest[]): Promise<void> {
  const room = roomOf(scope.labId);
  const unseen = named.filter((one) => !room.known.has(keyOf(one)));
  if (unseen.length === 0 || Date.now() < room.askAgainAtMs) return;
  const found = await withinPatience(lookFor(scope, [...room.promised.values(), ...unseen]));
  if (found === null) {
    room.askAgainAtMs = Date.now() + ASK_AGAIN_MS;
    return;
  }
  for (const [key] of room.promised) if (found.there.has(key)) room.promised.delete(key);
  const coming = new Map(room.promised);
  for (const one of unseen) if (!found.there.has(keyOf(one))) coming.set(keyOf(one), one);
  const newCells = new Set([...coming.values()].flatMap(({ cell }) => (found.cells.has(cell) ? [] : [cell])));
  if (coming.size > room.promised.size) {
    refuseOver({ cells: found.counts.cells + newCells.size, tests: found.counts.tests + coming.size });
  }
  room.promised = coming;
  for (const one of unseen) room.known.add(keyOf(one));
}

async function lookFor(scope: LabScope, tests: readonly NamedTest[]) {
  const names = [...new Set(tests.map(({ cell }) => cell))];
  return inLabConfig(scope, async (tx) => {
    const cells = await listKnownCells(scope, tx, { names, withValues: [] });
    const there = tests.filter(({ cell, test }) => cells.get(cell)?.tests.has(test)).map(keyOf);
    return { cells, there: new Set(there), counts: await countCellsAndTests(scope, tx) };
  });
}

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type pg from "pg";
import { labScopeForAdmin } from "../../auth/lab-scope";
import { findLabToMove, movedColumns, readColumns, readRelease } from "../../data/moves/move-reads";
import {
  abandonArrivingLab,
  copyIntoPart,
  countTakenSecrets,
  findArrival,
  findUserIds,
  inTransaction,
  insertArrivedMember,
  insertArrivedPart,
  insertArrivingLab,
  insertPart,
  listCellsToVerify,
  lockArrival,
  openArrivedLab,
  renumberJson,
  reserveIds,
  type UserIds,
} from "../../data/moves/move-writes";
import { MOVED_TABLES, type MovedTable } from "../../data/moves/moved-tables";
import { asOwner } from "../../data/moves/owner-session";
import { AppError } from "../../errors";
import { eraseLab } from "../labs/erase-lab";
import { verifyCell } from "../recompute/verify-cell";
import { MANIFEST, type Progress } from "./export-lab";
import { type Manifest, MOVE_FORMAT, type MovedPart, manifest, manifestFormat } from "./manifest";
import { readPartFile } from "./part-files";

type Arrival = {
  client: pg.Client;
  folder: string;
  manifest: Manifest;
  labId: number;
  done: Set<string>;
  userIds: UserIds;
  /** Of every table here. */
  columns: ReadonlyMap<string, readonly string[]>;
};

/**
 * Brings a lab from an export, under numbers of its own. Nobody opens it before its recount agrees with what came: its members, keys, links
 * and settings come last, in one transaction. What was interrupted goes on.
 * @throws AppError `invalid_input` naming the part that is not as it was written; `conflict` where the lab cannot come here
 */
export async function importLab(args: { folder: string; slug?: string | undefined; progress?: Progress }) {
  const { folder, progress = () => {} } = args;
  const { read, sha256 } = await readManifest(folder);
  const slug = args.slug ?? read.lab.slug;
  return asOwner(async (client) => {
    await requireSameRelease(client, read);
    const columns = await readColumns(client);
    requireSameColumns(read, columns);
    if (!(await lockArrival(client, read.lab.id)))
      throw new AppError("conflict", "This lab is being imported already.");
    const here = await findUserIds(
      client,
      read.members.map(({ email }) => email),
    );
    requireOwner(read, here);
    const { labId, parts } = await beginOrGoOn(client, { read, sha256, slug });
    const arrival: Arrival = {
      client,
      folder,
      manifest: read,
      labId,
      done: parts,
      userIds: idsOfMembers(read, here),
      columns,
    };
    const recountedCells = await arrive(arrival, progress);
    await open(arrival, here);
    const counts = { parts: read.parts.length, samples: rowsOf(read, "samples"), cycles: rowsOf(read, "cycles") };
    return { lab: slug, ...counts, recountedCells, ...membersOf(read, here) };
  });
}

/** Removes what came of a lab that is not open yet. */
export async function dropArrivingLab(args: { slug: string }): Promise<{ lab: string; dropped: true }> {
  const labId = await asOwner(async (client) => {
    const lab = await findLabToMove(client, args);
    if (!lab?.isArriving) throw new AppError("not_found", `No lab "${args.slug}" is being imported.`);
    if (!(await lockArrival(client, lab.id))) throw new AppError("conflict", "It is being imported at this moment.");
    await abandonArrivingLab(client, lab.labId);
    return lab.labId;
  });
  await eraseLab(labScopeForAdmin(labId));
  return { lab: args.slug, dropped: true };
}

async function readManifest(folder: string): Promise<{ read: Manifest; sha256: string }> {
  const text = await readFile(join(folder, MANIFEST), "utf8").catch((cause) => {
    const message = `${folder} has no ${MANIFEST}: the export did not end. Run export-lab again; it goes on where it was.`;
    throw new AppError("invalid_input", message, { cause });
  });
  const json: unknown = JSON.parse(text);
  const { format } = manifestFormat.parse(json);
  if (format !== MOVE_FORMAT) {
    const message = `The export has format ${format}, this release reads ${MOVE_FORMAT}. Export again with the release that is here.`;
    throw new AppError("invalid_input", message);
  }
  return { read: manifest.parse(json), sha256: createHash("sha256").update(text).digest("hex") };
}

async function requireSameRelease(client: pg.Client, { release }: Manifest): Promise<void> {
  const here = await readRelease(client);
  const missing = release.migrations.filter((name) => !here.migrations.includes(name));
  const more = here.migrations.filter((name) => !release.migrations.includes(name));
  if (missing.length + more.length === 0 && release.formulaVersion === here.formulaVersion) return;
  const which = missing.length > 0 ? `is older: it lacks ${missing.join(", ")}` : `is newer: ${more.join(", ")}`;
  const what =
    missing.length + more.length > 0
      ? `This database ${which}.`
      : `Formulas are of version ${here.formulaVersion} here.`;
  throw new AppError(
    "conflict",
    `${what} Bring both installations to the same release (npm run migrate), then export again.`,
  );
}

function requireSameColumns({ columns }: Manifest, here: ReadonlyMap<string, readonly string[]>): void {
  const differs = MOVED_TABLES.find(
    (table) => columns[table.table]?.join() !== movedColumns(table, here.get(table.table) ?? []).join(),
  );
  if (differs)
    throw new AppError("conflict", `The columns of ${differs.table} are other ones here than in the export.`);
}

function requireOwner({ members }: Manifest, here: ReadonlyMap<string, string>): void {
  const owners = members.filter(({ role }) => role === "owner").map(({ email }) => email);
  if (owners.some((email) => here.has(email.toLowerCase()))) return;
  throw new AppError(
    "conflict",
    `A lab needs an owner, and none of its own has an account here: ${owners.join(", ")}. Let one sign up first.`,
  );
}

async function beginOrGoOn(
  client: pg.Client,
  { read, sha256, slug }: { read: Manifest; sha256: string; slug: string },
): Promise<{ labId: number; parts: Set<string> }> {
  const known = await findLabToMove(client, { id: read.lab.id });
  if (!known) {
    if (await findLabToMove(client, { slug }))
      throw new AppError("conflict", `There is another lab "${slug}" here. Give another name: --slug NAME`);
    const lab = { id: read.lab.id, name: read.lab.name, slug, manifestSha256: sha256 };
    return { labId: await insertArrivingLab(client, lab), parts: new Set() };
  }
  const arrival = await findArrival(client, known.labId);
  const hereAs = String(known.settings.slug);
  if (!arrival)
    throw new AppError("conflict", `This lab is here already, as "${hereAs}". It can be in a database once.`);
  if (arrival.manifestSha256 === sha256) return { labId: known.labId, parts: arrival.parts };
  const message = `Part of another export of this lab is here. Drop it first: import-lab --drop --slug ${hereAs}`;
  throw new AppError("conflict", message);
}

const rowsOf = ({ parts }: Manifest, table: string) =>
  parts.reduce((sum, part) => (part.table === table ? sum + part.rows : sum), 0);

const idsOfMembers = ({ members }: Manifest, here: ReadonlyMap<string, string>): UserIds =>
  Object.fromEntries(
    members.flatMap(({ userId, email }) => {
      const known = here.get(email.toLowerCase());
      return known === undefined ? [] : [[userId, known]];
    }),
  );

/** Who is a member from now on, and who has no account here yet: an owner invites them. */
function membersOf({ members }: Manifest, here: ReadonlyMap<string, string>) {
  const isHere = ({ email }: { email: string }) => here.has(email.toLowerCase());
  const shown = members.map(({ email, role }) => ({ email, role }));
  return { joined: shown.filter(isHere), withoutAccount: shown.filter((member) => !isHere(member)) };
}

function tableOf(part: MovedPart): MovedTable {
  const table = MOVED_TABLES.find((one) => one.table === part.table);
  if (!table) throw new AppError("invalid_input", `The export names a table that does not move: ${part.table}.`);
  return table;
}

/** @returns how many cells were recounted */
async function arrive(arrival: Arrival, progress: Progress): Promise<number> {
  const { client, labId, manifest: read } = arrival;
  const steps = read.parts.map((part) => ({ name: part.file, run: () => arrivePart(arrival, part) }));
  await runSteps(arrival, steps, progress);
  const cells = await listCellsToVerify(client, labId);
  const checks = cells.map(({ cellId, name }) => {
    const step = `recount of cell ${cellId}`;
    const run = async () => {
      await requireSameRecount(labId, name);
      await insertArrivedPart(client, labId, step);
    };
    return { name: step, run };
  });
  await runSteps(arrival, checks, progress);
  return cells.length;
}

type Step = { name: string; run: () => Promise<void> };

async function runSteps({ done }: Arrival, steps: readonly Step[], progress: Progress): Promise<void> {
  for (const [index, { name, run }] of steps.entries()) {
    if (!done.has(name)) await run();
    progress(name, index + 1, steps.length);
  }
}

/** A part's rows become the lab's, or wait for its opening: then only their numbers are settled. */
async function arrivePart(arrival: Arrival, part: MovedPart): Promise<void> {
  const table = tableOf(part);
  await inTransaction(arrival.client, async () => {
    await loadPart(arrival, table, part);
    await reserveIds(arrival.client, arrival.labId, table);
    if (!table.opens) await settlePart(arrival, table, part);
    await insertArrivedPart(arrival.client, arrival.labId, part.file);
  });
}

/** @throws AppError `invalid_input` where the file is not the one that was written */
async function loadPart({ client, folder, columns }: Arrival, table: MovedTable, part: MovedPart): Promise<void> {
  const { rows, check } = readPartFile(folder, part);
  let problem: unknown = null;
  const loaded = await copyIntoPart(client, table, movedColumns(table, columns.get(table.table) ?? []), rows).catch(
    (cause) => {
      problem = cause;
      return -1;
    },
  );
  if (loaded === part.rows && check()) return;
  const message = `${part.file} is not as it was written. Nothing of it was taken. Copy it again, then import again.`;
  throw new AppError("invalid_input", message, { cause: problem });
}

async function settlePart(arrival: Arrival, table: MovedTable, part: MovedPart): Promise<void> {
  const { client, labId, userIds } = arrival;
  const taken = await countTakenSecrets(client, table);
  if (taken > 0) {
    throw new AppError("conflict", `${taken} rows of ${table.table} are another lab's here. A key opens one lab.`);
  }
  const columns = arrival.columns.get(table.table) ?? [];
  const hasLabId = columns.includes("lab_id");
  const inserted = await insertPart(client, table, movedColumns(table, columns), { labId, hasLabId, userIds });
  if (inserted !== part.rows) {
    throw new AppError("internal", `${part.file}: ${inserted} of ${part.rows} rows found their place.`);
  }
  await renumberJson(client, labId, table);
}

async function requireSameRecount(labId: number, cell: string): Promise<void> {
  const { differences } = await verifyCell(labScopeForAdmin(labId), { cell });
  const [first] = differences;
  if (!first) return;
  const todo = "Verify it where it comes from (admin verify), rebuild it there, and export again.";
  const message = `The recount of cell "${cell}" differs from what came: test "${first.test}", ${first.what}. ${todo}`;
  throw new AppError("conflict", message);
}

async function open(arrival: Arrival, here: ReadonlyMap<string, string>): Promise<void> {
  const { client, labId, manifest: read } = arrival;
  const labColumns = arrival.columns.get("labs") ?? [];
  await inTransaction(client, async () => {
    for (const part of read.parts) {
      const table = tableOf(part);
      if (!table.opens) continue;
      await loadPart(arrival, table, part);
      await settlePart(arrival, table, part);
    }
    for (const { email, role, since } of read.members) {
      const userId = here.get(email.toLowerCase());
      if (userId !== undefined) await insertArrivedMember(client, labId, { userId, role, since });
    }
    await openArrivedLab(client, labId, { settings: read.lab.settings, state: read.lab.state, labColumns });
  });
}

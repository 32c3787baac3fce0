import { createReadStream } from "node:fs";
import { appendFile, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type pg from "pg";
import {
  copyPart,
  countUnsettledTests,
  findLabToMove,
  fingerprintSamples,
  inOneMoment,
  type LabToMove,
  listHours,
  listMovedMembers,
  listMovedTests,
  movedColumns,
  readColumns,
  readRelease,
  type Rows,
} from "../../data/moves/move-reads";
import { MOVED_TABLES, type MovedTable } from "../../data/moves/moved-tables";
import { asOwner } from "../../data/moves/owner-session";
import { AppError } from "../../errors";
import { MOVE_FORMAT, type MovedPart, manifest, movedPart } from "./manifest";
import { isPartFile, writePartFile, writeWhole } from "./part-files";
import { cutTest, groupTests, type Stretch, stretchOf } from "./plan-parts";

/** So many samples share a file: some seconds of work, which is what an interruption costs. */
const SAMPLES_A_PART = 500_000;
export const MANIFEST = "manifest.json";
const JOURNAL = "parts.jsonl";

/** Hears of each part when it is done. */
export type Progress = (part: string, done: number, all: number) => void;

type Planned = { file: string; table: MovedTable; rows: Rows };

/**
 * Writes all of a lab into a folder, as of one moment. Samples of a file that is there from an earlier attempt are not read again where they
 * are the same still: what was interrupted goes on, and a second export takes what came since.
 */
export async function exportLab(args: {
  slug: string;
  folder: string;
  samplesAPart?: number;
  progress?: Progress;
}): Promise<{
  lab: string;
  version: number;
  folder: string;
  parts: number;
  kept: number;
  bytes: number;
  samples: number;
}> {
  const { slug, folder, samplesAPart = SAMPLES_A_PART, progress = () => {} } = args;
  await mkdir(folder, { recursive: true, mode: 0o700 }); // it holds what a lab measured, and addresses
  const known = await readJournal(folder);
  return asOwner((client) =>
    inOneMoment(client, async () => {
      const lab = await getSettledLab(client, slug);
      await requireOwnFolder(folder, lab);
      await rm(join(folder, MANIFEST), { force: true });
      const columns = await readColumns(client);
      const plan = await planParts(client, lab.labId, samplesAPart);
      const parts: MovedPart[] = [];
      let kept = 0;
      for (const planned of plan) {
        const { part, isKept } = await exportPart(client, folder, planned, columns, known.get(planned.file));
        parts.push(part);
        if (isKept) kept++;
        else await appendFile(join(folder, JOURNAL), `${JSON.stringify(part)}\n`);
        progress(part.file, parts.length, plan.length);
      }
      await writeManifest(client, folder, { lab, columns, parts });
      await removeOthers(folder, parts);
      const sum = (numbers: readonly number[]) => numbers.reduce((one, other) => one + other, 0);
      return {
        lab: slug,
        version: Number(lab.state?.version ?? 0),
        folder,
        parts: parts.length,
        kept,
        bytes: sum(parts.map(({ bytes }) => bytes)),
        samples: sum(parts.map(({ table, rows }) => (table === "samples" ? rows : 0))),
      };
    }),
  );
}

async function getSettledLab(client: pg.Client, slug: string): Promise<LabToMove> {
  const lab = await findLabToMove(client, { slug });
  if (!lab) throw new AppError("not_found", `There is no lab "${slug}".`);
  if (lab.isArriving) throw new AppError("conflict", `The lab "${slug}" is being imported. Export it when it is open.`);
  const tests = await countUnsettledTests(client, lab.labId);
  if (tests === 0) return lab;
  throw new AppError(
    "unavailable",
    `${tests} tests of the lab wait for being recomputed. See "admin recount" and that a worker runs, then export again.`,
  );
}

/** An export goes into a folder of its own. */
async function requireOwnFolder(folder: string, lab: LabToMove): Promise<void> {
  const names = await readdir(folder);
  if (names.length === 0) return writeWhole(join(folder, "lab.txt"), lab.id);
  const owner = await readFile(join(folder, "lab.txt"), "utf8").catch(() => null);
  if (owner === lab.id) return;
  throw new AppError("conflict", `${folder} holds something else. Name an empty folder, or one that does not exist.`);
}

async function planParts(client: pg.Client, labId: number, samplesAPart: number): Promise<Planned[]> {
  const groups = groupTests(await listMovedTests(client, labId), samplesAPart);
  const ofTable = async (table: MovedTable): Promise<Planned[]> => {
    const file = (name: string) => `${table.table}${name}.copy.gz`;
    if (table.by === "lab") return [{ file: file(""), table, rows: { labId, tests: null, from: null, to: null } }];
    const stretches = groups.map(stretchOf);
    const cut = table.table === "samples" ? await cutGroups(client, groups, samplesAPart) : stretches;
    return cut.map(({ name, ...rows }) => ({ file: file(`.${name}`), table, rows: { labId, ...rows } }));
  };
  const planned: Planned[] = [];
  for (const table of MOVED_TABLES) planned.push(...(await ofTable(table)));
  return planned;
}

async function cutGroups(
  client: pg.Client,
  groups: readonly Awaited<ReturnType<typeof listMovedTests>>[],
  most: number,
): Promise<Stretch[]> {
  const stretches: Stretch[] = [];
  for (const group of groups) {
    const [only, ...others] = group;
    if (only && others.length === 0) stretches.push(...cutTest(only, await listHours(client, only), most));
    else stretches.push(stretchOf(group));
  }
  return stretches;
}

async function exportPart(
  client: pg.Client,
  folder: string,
  { file, table, rows }: Planned,
  columns: ReadonlyMap<string, string[]>,
  before: MovedPart | undefined,
): Promise<{ part: MovedPart; isKept: boolean }> {
  const fingerprint = table.table === "samples" ? await fingerprintSamples(client, table, rows) : null;
  const isSame = fingerprint !== null && before?.fingerprint === fingerprint;
  if (isSame && (await isPartFile(folder, before))) return { part: before, isKept: true };
  const copy = copyPart(client, table, movedColumns(table, columns.get(table.table) ?? []), rows);
  const written = await writePartFile(folder, file, copy);
  return { part: { file, table: table.table, rows: copy.rowCount, ...written, fingerprint }, isKept: false };
}

async function writeManifest(
  client: pg.Client,
  folder: string,
  { lab, columns, parts }: { lab: LabToMove; columns: ReadonlyMap<string, string[]>; parts: MovedPart[] },
): Promise<void> {
  const { id, settings, state, labId } = lab;
  const written = manifest.parse({
    format: MOVE_FORMAT,
    takenAt: new Date().toISOString(),
    release: await readRelease(client),
    lab: { id, name: settings.name, slug: settings.slug, settings, state },
    members: await listMovedMembers(client, labId),
    columns: Object.fromEntries(
      MOVED_TABLES.map((table) => [table.table, movedColumns(table, columns.get(table.table) ?? [])]),
    ),
    parts,
  });
  await writeWhole(join(folder, MANIFEST), JSON.stringify(written));
}

/** What an earlier attempt left and this one does not name. */
async function removeOthers(folder: string, parts: readonly MovedPart[]): Promise<void> {
  const named = new Set(parts.map(({ file }) => file));
  for (const file of await readdir(folder)) {
    if (/\.copy\.gz(\.unfinished)?$/.test(file) && !named.has(file)) await rm(join(folder, file));
  }
}

/** The last that was written of each part. A line that was cut off in the middle says nothing. */
async function readJournal(folder: string): Promise<Map<string, MovedPart>> {
  const known = new Map<string, MovedPart>();
  const input = createReadStream(join(folder, JOURNAL));
  try {
    for await (const line of createInterface({ input })) {
      const part = movedPart.safeParse(parsed(line));
      if (part.success) known.set(part.data.file, part.data);
    }
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && cause.code === "ENOENT")) throw cause;
  }
  return known;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type ArchiveFacts, readArchiveFacts } from "../../data/connections/archive";
import type { Finding } from "./findings";
import { indexOfPlace, missingSegments, toSegment } from "./wal-files";

const MAX_AGE_DAYS = 8;
const MS_PER_DAY = 86_400_000;

/** What pg_basebackup writes beside the files; the log of its time is needed to make it whole. */
const manifest = z.object({ "WAL-Ranges": z.array(z.object({ "Start-LSN": z.string() })).min(1) });

type Backup = { folder: string; ageDays: number; startPlace: string };

const error = (what: string, todo: string): Finding => ({ level: "error", what, todo });

/**
 * Whether the database could come back from nothing: its log leaves the machine, there is a base backup that is young enough, and the archive
 * holds all of the log since. What is in the files is not read: pg_verifybackup does that.
 * @param places.backups folder with a folder for each base backup @param places.archive folder of log segments; both may be left out where
 *   something else, as pgBackRest, looks after them
 * @throws when the database does not answer, or a folder cannot be read
 */
export async function checkBackup(places: { backups?: string | undefined; archive?: string | undefined }) {
  const facts = await readArchiveFacts();
  const findings = lookAtWay(facts);
  const newest = places.backups === undefined ? null : await newestBackup(places.backups);
  if (places.backups !== undefined) findings.push(...lookAtAge(newest, places.backups));
  if (places.archive !== undefined) findings.push(...(await lookAtArchive(facts, newest, places.archive)));
  return {
    isWell: findings.length === 0,
    newest,
    lastArchivedWal: facts.lastArchivedWal,
    synchronous: facts.synchronous,
    findings,
  };
}

function lookAtWay({ archivesByCommand, isFailing, synchronous }: ArchiveFacts): Finding[] {
  if (isFailing)
    return [error("The last segment of the log was not archived.", "See archive_command and PostgreSQL's log.")];
  if (archivesByCommand || synchronous.length > 0) return [];
  const todo = "Start pg_receivewal as a synchronous standby, or set archive_mode and archive_command.";
  return [error("Nothing takes the database's log off its machine.", todo)];
}

function lookAtAge(newest: Backup | null, folder: string): Finding[] {
  const todo = "Make one: pg_basebackup, as in docs/operating.md.";
  if (newest === null) return [error(`There is no base backup in ${folder}.`, todo)];
  if (newest.ageDays <= MAX_AGE_DAYS) return [];
  return [error(`The newest base backup is ${Math.floor(newest.ageDays)} days old.`, todo)];
}

async function lookAtArchive(facts: ArchiveFacts, newest: Backup | null, archive: string): Promise<Finding[]> {
  if (newest === null) return [];
  const { segmentBytes, currentWal } = facts;
  const from = indexOfPlace(newest.startPlace, segmentBytes);
  // The segment under way is in the archive only where the log is streamed.
  const to = (toSegment(currentWal, segmentBytes)?.index ?? from) - 1;
  const missing = missingSegments(await readdir(archive), { from, to, segmentBytes });
  if (missing.length === 0) return [];
  const todo = "Make a new base backup: this one cannot be brought further than to the first gap.";
  return [error(`${missing.length} segments of the log since the newest base backup are missing in ${archive}.`, todo)];
}

async function newestBackup(folder: string): Promise<Backup | null> {
  const backups: Backup[] = [];
  for (const name of await readdir(folder)) {
    const file = join(folder, name, "backup_manifest");
    const text = await readFile(file, "utf8").catch(() => null); // written last: one that is being made has none
    if (text === null) continue;
    const [range] = manifest.parse(JSON.parse(text))["WAL-Ranges"];
    const ageDays = (Date.now() - (await stat(file)).mtimeMs) / MS_PER_DAY;
    backups.push({ folder: join(folder, name), ageDays, startPlace: range?.["Start-LSN"] ?? "" });
  }
  return backups.sort((one, other) => one.ageDays - other.ageDays)[0] ?? null;
}

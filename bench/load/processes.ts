import { readdirSync, readFileSync } from "node:fs";

// What processes use and hold, as Linux tells it in /proc. A process stands for itself and all that it started.

const TICKS_PER_S = 100; // USER_HZ, fixed on Linux
const PAGE_BYTES = 4096;
const MIB = 2 ** 20;

type Stat = { pid: number; parent: number; cpuS: number; residentMiB: number };

/** The fields of a line of /proc/PID/stat; null for one that ended while it was read. */
export function parseStat(line: string): Stat | null {
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" "); // the name before may hold spaces
  // utime, stime, and those of children that ended and were waited for
  const ticks = [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field]), 0);
  const stat = {
    pid: Number.parseInt(line, 10),
    parent: Number(fields[1]),
    cpuS: ticks / TICKS_PER_S,
    residentMiB: (Number(fields[21]) * PAGE_BYTES) / MIB,
  };
  return Object.values(stat).every(Number.isFinite) ? stat : null;
}

function readStats(): Stat[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      return parseStat(readFileSync(`/proc/${name}/stat`, "utf8")) ?? [];
    } catch {
      return []; // ended meanwhile
    }
  });
}

function withDescendants(stats: readonly Stat[], pids: readonly number[]): Stat[] {
  const children = Map.groupBy(stats, ({ parent }) => parent);
  const below = (stat: Stat): Stat[] => [stat, ...(children.get(stat.pid) ?? []).flatMap(below)];
  return stats.filter(({ pid }) => pids.includes(pid)).flatMap(below);
}

/** Named groups of processes. */
export type Processes = ReadonlyMap<string, readonly number[]>;

/** Processor time used so far, s, by name. */
export function cpuSecondsOf(processes: Processes): Map<string, number> {
  const stats = readStats();
  return new Map(
    [...processes].map(([name, pids]) => [name, withDescendants(stats, pids).reduce((sum, { cpuS }) => sum + cpuS, 0)]),
  );
}

/** Processor time that the whole machine has used so far, s: what the measured processes leave of it, others took. */
function machineCpuS(): number {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = readFileSync("/proc/stat", "utf8")
    .slice("cpu ".length, 200)
    .trim()
    .split(/\s+/)
    .map(Number);
  return (user + nice + system + irq + softirq) / TICKS_PER_S;
}

/** Memory held, MiB, by name; what processes share counts for each. */
function residentMiBOf(processes: Processes): Map<string, number> {
  const stats = readStats();
  return new Map(
    [...processes].map(([name, pids]) => [
      name,
      withDescendants(stats, pids).reduce((sum, { residentMiB }) => sum + residentMiB, 0),
    ]),
  );
}

/** Of these names, those whose processes have ended. */
export function endedOf(processes: Processes, names: readonly string[]): string[] {
  const held = residentMiBOf(processes);
  return names.filter((name) => (held.get(name) ?? 0) === 0);
}

/** What was used while something was measured. */
export type CpuUse = { wallS: number; cpuS: ReadonlyMap<string, number> };

/** Begins to measure; the function that it answers tells what was used since. */
export function measureCpu(processes: Processes): () => CpuUse {
  const look = () => new Map([...cpuSecondsOf(processes), ["machine", machineCpuS()]]);
  const before = look();
  const beganMs = performance.now();
  return () => {
    const wallS = (performance.now() - beganMs) / 1000;
    const after = look();
    return { wallS, cpuS: new Map([...after].map(([name, cpuS]) => [name, cpuS - (before.get(name) ?? 0)])) };
  };
}

/** Columns of a table: the share of a core that each used, over several measurements. */
export function cpuColumns(uses: readonly CpuUse[]): Record<string, string> {
  const wallS = uses.reduce((sum, use) => sum + use.wallS, 0);
  const names = new Set(uses.flatMap(({ cpuS }) => [...cpuS.keys()]));
  return Object.fromEntries(
    [...names].map((name) => {
      const cpuS = uses.reduce((sum, use) => sum + (use.cpuS.get(name) ?? 0), 0);
      return [`${name} CPU`, `${Math.round((100 * cpuS) / wallS)} %`];
    }),
  );
}

const MEMORY_EVERY_MS = 1000;

/** Notes each second what the named processes hold, until it is stopped. */
export function watchMemory(processes: Processes, names: readonly string[]) {
  const notes: { atS: number; residentMiB: Map<string, number> }[] = [];
  const beganMs = performance.now();
  const note = () => {
    const watched = new Map([...processes].filter(([name]) => names.includes(name)));
    notes.push({ atS: (performance.now() - beganMs) / 1000, residentMiB: residentMiBOf(watched) });
  };
  note();
  const timer = setInterval(note, MEMORY_EVERY_MS);
  const most = (name: string, fromS = 0, toS = Number.POSITIVE_INFINITY) =>
    Math.round(
      Math.max(
        ...notes
          .filter(({ atS }) => atS >= fromS && atS < toS)
          .map(({ residentMiB }) => residentMiB.get(name) ?? Number.NaN),
      ),
    );
  return { most, stop: () => clearInterval(timer) };
}

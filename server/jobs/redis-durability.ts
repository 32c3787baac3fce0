import type { Redis } from "ioredis";

/** What an acknowledged batch rests on: on disk before the answer, and never thrown away for lack of memory. */
const WANTED = { appendonly: "yes", appendfsync: "always", "maxmemory-policy": "noeviction" } as const;
type Setting = keyof typeof WANTED;

/**
 * Asks a server whether it keeps what it acknowledges. One that does not let itself be asked (a managed one) is asked for what it tells
 * everybody; how often that writes to disk is its operator's word.
 * @returns what is wrong and what to do, or null
 */
export async function durabilityProblem(redis: Redis): Promise<string | null> {
  return problemOf(await readSettings(redis));
}

export function problemOf(settings: Partial<Record<Setting, string>>): string | null {
  const wrong = Object.entries(WANTED).filter(([name, wanted]) => {
    const value = settings[name as Setting]; // a key of WANTED
    return value !== undefined && value !== wanted;
  });
  if (wrong.length === 0) return null;
  const list = wrong.map(([name, wanted]) => `${name} ${wanted}`).join(", ");
  return `Redis would lose acknowledged batches. Set: ${list}.`;
}

async function readSettings(redis: Redis): Promise<Partial<Record<Setting, string>>> {
  const settings: Partial<Record<Setting, string>> = {};
  try {
    for (const name of Object.keys(WANTED) as Setting[]) {
      const answer = await redis.config("GET", name);
      if (Array.isArray(answer) && typeof answer[1] === "string") settings[name] = answer[1];
    }
    return settings;
  } catch {
    const info = await redis.info();
    const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1];
    return {
      appendonly: /^aof_enabled:1/m.test(info) ? "yes" : "no",
      ...(policy === undefined ? {} : { "maxmemory-policy": policy }),
    };
  }
}

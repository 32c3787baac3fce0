import type { Redis } from "ioredis";
import { z } from "zod";
import type { LiveEvent } from "../domain/groups/groups-view";
import type { LabScope } from "../lab-scope";
import { onShutdown } from "../lifecycle";
import { logger } from "../logger";
import { connectRedis, requestRedis } from "./redis";

/** A process of an older release says neither what changed nor of what kind it is: then it is anything. */
const liveEvent = z.object({
  version: z.int(),
  lastReceivedAtMs: z.number().nullable(),
  cellIds: z.array(z.int()).nullable().default(null),
  isConfiguration: z.boolean().default(true),
});
const channelOf = (labId: number) => `ct:live:${labId}`;

/** Events that name more cells than this name none: a page about one cell then asks once too often. */
export const MAX_NAMED_CELLS = 200;

/**
 * Tells open pages that the lab has a new version. Called after the commit by change-lab.ts alone. A publication that fails is made good by
 * whoever reads a newer version than it heard of: streams look every few seconds, and at each gap between versions.
 */
export async function publishChange(scope: LabScope, event: LiveEvent): Promise<void> {
  const isLong = event.cellIds !== null && event.cellIds.length > MAX_NAMED_CELLS;
  await requestRedis()
    .publish(channelOf(scope.labId), JSON.stringify(isLong ? { ...event, cellIds: null } : event))
    .catch((error) => logger.warn({ error, labId: scope.labId }, "change not published"));
}

type Listener = (event: LiveEvent) => void;
type Hub = { redis: Redis; listeners: Map<string, Set<Listener>> };

const holder = globalThis as typeof globalThis & { chargeTrackerLiveHub?: Hub };

/** One subscriber connection a process, however many streams it serves. */
function hub(): Hub {
  if (holder.chargeTrackerLiveHub) return holder.chargeTrackerLiveHub;
  const created: Hub = { redis: connectRedis("subscribe"), listeners: new Map() };
  holder.chargeTrackerLiveHub = created;
  created.redis.on("message", (channel: string, message: string) => {
    const event = liveEvent.safeParse(JSON.parse(message));
    if (!event.success) return;
    for (const listener of created.listeners.get(channel) ?? []) listener(event.data);
  });
  onShutdown("streams", () => created.listeners.clear());
  return created;
}

/**
 * Hears the changes of the scope's lab until the returned function is called. Whether Redis has it subscribed is not waited for: a reader
 * asks for the version itself now and then, and the connection subscribes again by itself when it comes back.
 */
export function listenToLab(scope: LabScope, listener: Listener): () => void {
  const { redis, listeners } = hub();
  const channel = channelOf(scope.labId);
  const known = listeners.get(channel) ?? new Set<Listener>();
  known.add(listener);
  listeners.set(channel, known);
  if (known.size === 1) {
    redis.subscribe(channel).catch((error) => {
      logger.warn({ error, labId: scope.labId }, "changes of a lab are not heard");
      if (listeners.get(channel) === known) listeners.delete(channel); // the next listener tries again
    });
  }
  return () => {
    known.delete(listener);
    if (known.size > 0 || listeners.get(channel) !== known) return;
    listeners.delete(channel);
    redis.unsubscribe(channel).catch(() => {}); // the connection is closing, and the subscription with it
  };
}

const holder = globalThis as typeof globalThis & { chargeTracker?: Map<string, unknown> };
holder.chargeTracker ??= new Map();
const kept = holder.chargeTracker;

/**
 * The one of this process, made when it is first asked for. A bundler may instantiate a module several times, for routes, for pages and beside
 * what the listener loads: its own variables are then several, too.
 * @param name one for each kind of thing
 */
export function onceAProcess<T>(name: string, make: () => T): T {
  if (!kept.has(name)) kept.set(name, make());
  return kept.get(name) as T; // of this name nothing else is kept
}

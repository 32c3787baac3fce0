/** Every time zone that this browser knows, and the one it is asked to keep where it does not know that. */
export function timeZoneChoices(current: string): string[] {
  const known = new Set(["UTC", ...Intl.supportedValuesOf("timeZone")]);
  return [...known.add(current)].sort();
}

/** The time zone of this computer. */
export function guessTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

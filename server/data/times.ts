/** Unix µs as PostgreSQL reads it, to the µs: `2024-05-01T12:00:00.123456Z`. Infinite bounds stay infinite. */
export function toTimestamp(timeUs: number): string {
  if (timeUs === Number.POSITIVE_INFINITY) return "infinity";
  if (timeUs === Number.NEGATIVE_INFINITY) return "-infinity";
  const ms = Math.floor(timeUs / 1000);
  const us = timeUs - ms * 1000;
  return `${new Date(ms).toISOString().slice(0, -1)}${String(us).padStart(3, "0")}Z`;
}

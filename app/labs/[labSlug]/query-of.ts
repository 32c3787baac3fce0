/** The query as it was asked, so that signing in leads back to the same view. */
export function queryOf(given: Record<string, string | string[] | undefined>): string {
  const query = new URLSearchParams(
    Object.entries(given).flatMap(([name, value]) => [value ?? []].flat().map((one) => [name, one])),
  ).toString();
  return query && `?${query}`;
}

/** The address of a cell's page. */
export const cellPath = (labSlug: string, name: string) => `/labs/${labSlug}/cells/${encodeURIComponent(name)}`;

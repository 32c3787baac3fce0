/** What the frame of every page shows of a lab. */
export type LabSummary = { slug: string; name: string; timeZone: string };

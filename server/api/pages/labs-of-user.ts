import { listLabsOfUser } from "../../data/labs/lab-reads";
import type { Standing } from "../../domain/labs/standing";

type LabOfUser = { slug: string; name: string; timeZone: string } & Standing;

/** The labs that a user may open, by name, and how they stand in each. */
export async function labsOfUser(userId: string): Promise<LabOfUser[]> {
  return listLabsOfUser({ userId });
}

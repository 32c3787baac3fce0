import { listLabsOfUser } from "../data/config/lab-reads";
import type { Role } from "../lab-scope";

/** The labs that a user may open, by name. */
export async function labsOfUser(
  userId: string,
): Promise<{ slug: string; name: string; role: Role; timeZone: string }[]> {
  return listLabsOfUser({ userId });
}

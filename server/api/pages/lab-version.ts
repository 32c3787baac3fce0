import { labScopeForMember } from "../../auth/lab-scope";
import { inLab } from "../../data/in-lab";
import { getLabState } from "../../data/labs/lab-state-reads";

/** The lab's version as whoever opens one of its pages finds it. */
export async function labVersion(userId: string, labSlug: string) {
  const scope = await labScopeForMember(userId, labSlug);
  if (!scope) return null;
  const { version, lastReceivedAtMs } = await inLab(scope, (tx) => getLabState(scope, tx));
  return { version, lastReceivedAtMs };
}

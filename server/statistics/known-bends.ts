import { createHash } from "node:crypto";
import { type LifeBends, lifeBends } from "../domain/ageing/cell-ageing";
import type { LifePoints } from "../domain/ageing/life-points";
import { onceAProcess } from "../once-a-process";
import { Recent } from "../recent";

/** Some hundred bytes each. */
const MAX_KNOWN = 20_000;

/** Fits. They are known by the very points that they went through, so that none can be stale. */
const known = onceAProcess("knees and onsets", () => new Recent<LifeBends>({ max: MAX_KNOWN }));

/** The knee and the onset of a life: fitted, or remembered where the same points were fitted before. */
export function knownBends(points: LifePoints): LifeBends {
  const key = createHash("sha256").update(points.cycle).update(points.capacityAh).digest("base64");
  const bends = known.get(key) ?? lifeBends(points);
  known.set(key, bends);
  return bends;
}

import type { FamilyKind } from "@/app/_charts/curves/prepare-curves";
import { largestOf } from "@/app/_charts/frame/prepare-unit";
import type { CellCycles } from "@/server/domain/cells/cell-page";
import type { CellPageState, Smoothing } from "../cell-page-state";

/** How derivatives are asked for, as the API takes it; empty as they usually are. */
export type SmoothingQuery = { smoothing?: Exclude<Smoothing, "savgol">; gridAh?: number };

const USUAL: SmoothingQuery = {};
/** Of the largest cycle: the grid that all curves are made on. */
const PLACES = 250;

/**
 * @param metrics of the cell's cycles; undefined while they are not known. A Gaussian over capacity has its width in places of one grid for all
 * cycles, where each step has one of its own otherwise.
 */
export function smoothingQuery(
  { kind, smoothing }: Pick<CellPageState, "kind" | "smoothing">,
  metrics: CellCycles["metrics"] | undefined,
): SmoothingQuery {
  if (kind === "vq" || smoothing === "savgol") return USUAL;
  if (kind === "dqdv" || smoothing === "none") return { smoothing };
  const gridAh = evenGridAh(metrics ?? {});
  return gridAh === null ? USUAL : { smoothing, gridAh };
}

/** To one digit, so that a cycle more seldom makes all curves anew; null before a cycle has moved anything. */
function evenGridAh({ chargeCapacityAh = [], dischargeCapacityAh = [] }: CellCycles["metrics"]): number | null {
  const largest = Math.max(largestOf(chargeCapacityAh), largestOf(dischargeCapacityAh));
  return largest > 0 ? Number((largest / PLACES).toPrecision(1)) : null;
}

export const isDerivative = (kind: FamilyKind): boolean => kind !== "vq";

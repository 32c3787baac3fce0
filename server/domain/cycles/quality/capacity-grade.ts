/** How sure a capacity is: A up to 1e-4 of it, B up to 1e-3, C up to 1e-2, else D. */
export const CAPACITY_GRADES = ["A", "B", "C", "D"] as const;
export type CapacityGrade = (typeof CAPACITY_GRADES)[number];

/**
 * The grade of a capacity by the bound of its error.
 * @param uncertaintyAh U; null where it is not known
 * @returns null where U is not known or nothing moved
 * @see contract.md, "Uncertainty"
 */
export function capacityGrade(uncertaintyAh: number | null, capacityAh: number): CapacityGrade | null {
  if (uncertaintyAh === null || capacityAh <= 0) return null;
  const share = uncertaintyAh / capacityAh;
  if (share <= 1e-4) return "A";
  if (share <= 1e-3) return "B";
  return share <= 1e-2 ? "C" : "D";
}

type Capacities = {
  chargeCapacityAh: number;
  dischargeCapacityAh: number;
  chargeCapacityUncertaintyAh: number | null;
  dischargeCapacityUncertaintyAh: number | null;
};

/**
 * The bound of the error of a cycle's coulombic efficiency. Both capacities may be off to the far sides, so their shares add up; that holds
 * for the inverted efficiency of an anode's half cell, too.
 * @param efficiency as a fraction; null where there is none
 * @returns as a fraction; null where a capacity or its U is missing
 */
export function efficiencyUncertainty(efficiency: number | null, cycle: Capacities): number | null {
  const { chargeCapacityUncertaintyAh: chargeUAh, dischargeCapacityUncertaintyAh: dischargeUAh } = cycle;
  const { chargeCapacityAh, dischargeCapacityAh } = cycle;
  if (efficiency === null || chargeUAh === null || dischargeUAh === null) return null;
  if (chargeCapacityAh <= 0 || dischargeCapacityAh <= 0) return null;
  return efficiency * (chargeUAh / chargeCapacityAh + dischargeUAh / dischargeCapacityAh);
}

/** Digits behind the point of a fraction that is printed as it is, at most: 99.873 %. */
const MOST_EFFICIENCY_DECIMALS = 5;

/**
 * How many decimals of a coulombic efficiency, as a fraction, its uncertainty supports: up to the place of U's first digit. 0.99873 ± 0.0004
 * is printed as 0.9987, that is 99.87 %.
 * @param uncertainty as a fraction; null: not known, so all that are ever printed
 */
export function coulombicEfficiencyDecimals(uncertainty: number | null): number {
  if (uncertainty === null || uncertainty <= 0) return MOST_EFFICIENCY_DECIMALS;
  const place = Math.ceil(-Math.log10(uncertainty) - 1e-9); // 0.001 is the third place, whatever the logarithm's last bit says
  return Math.min(MOST_EFFICIENCY_DECIMALS, Math.max(0, place));
}

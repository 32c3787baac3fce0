/**
 * The metrics of a cycle: one list from which the page, the REST API and the statistics take names, units and digits.
 * `scale` turns the stored SI-like unit into the one shown (a fraction into %); API answers are never scaled.
 */
export const METRICS = {
  dischargeCapacityAh: metric("Discharge capacity", "Ah", 4, "Σ of the trapezoids of max(−I, 0) over the cycle ÷ 3600"),
  chargeCapacityAh: metric("Charge capacity", "Ah", 4, "Σ of the trapezoids of max(I, 0) over the cycle ÷ 3600"),
  capacityRetention: percent("Capacity retention", 4, "discharge capacity ÷ that of the cell's reference cycle", false),
  coulombicEfficiency: percent("Coulombic efficiency", 5, "discharge ÷ charge capacity of the cycle", true),
  energyEfficiency: percent("Energy efficiency", 4, "discharge ÷ charge energy of the cycle", true),
  dischargeEnergyWh: metric("Discharge energy", "Wh", 4, "Σ of the trapezoids of max(−I, 0) × V over the cycle ÷ 3600"),
  chargeEnergyWh: metric("Charge energy", "Wh", 4, "Σ of the trapezoids of max(I, 0) × V over the cycle ÷ 3600"),
  meanDischargeVoltageV: metric("Mean discharge voltage", "V", 4, "discharge energy ÷ discharge capacity"),
  meanChargeVoltageV: metric("Mean charge voltage", "V", 4, "charge energy ÷ charge capacity"),
  voltageHysteresisV: metric("Voltage hysteresis", "V", 4, "mean charge − mean discharge voltage"),
  maxVoltageV: metric("Highest voltage", "V", 4, "largest voltage of the cycle's samples"),
  minVoltageV: metric("Lowest voltage", "V", 4, "smallest voltage of the cycle's samples"),
  uncoveredS: metric("Uncovered time", "s", 3, "Σ of the time between runs that no interval and no lead-in covers"),
  maxTemperatureC: metric("Highest temperature", "°C", 3, "largest temperature of the cycle's samples"),
} as const satisfies Record<string, MetricDescription>;

export type MetricName = keyof typeof METRICS;
export const METRIC_NAMES = Object.keys(METRICS) as MetricName[]; // the keys of a constant

export type MetricDescription = {
  label: string;
  /** Unit on the screen. */
  unit: string;
  /** Shown value = stored value × scale. */
  scale: number;
  significantDigits: number;
  /** The definition, for the reader who asks. */
  formula: string;
  /** Efficiencies stray when they differ by 0.001, other metrics by 1 % of the median. */
  isEfficiency: boolean;
};

function metric(label: string, unit: string, significantDigits: number, formula: string): MetricDescription {
  return { label, unit, scale: 1, significantDigits, formula, isEfficiency: false };
}

function percent(label: string, significantDigits: number, formula: string, isEfficiency: boolean): MetricDescription {
  return { label, unit: "%", scale: 100, significantDigits, formula, isEfficiency };
}

export function isMetricName(name: string): name is MetricName {
  return Object.hasOwn(METRICS, name);
}

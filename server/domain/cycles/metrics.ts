/** What an uncertainty is not: said wherever one is shown. */
export const UNCERTAINTY_LIMITS =
  "a bound on what sampling, clocks and rounding leave open, no standard deviation; the cycler's calibration is not in it, nor the rule of its own counter";

/** Where definitions come from. */
const USUAL = "the usual definition";
const OWN = "this service's own definition";
const COUNTED = "this service's own rule for intervals, of eight the one that came nearest to cyclers' own counters";
const BOUNDED = "this service's own bound, in which cyclers' own counters lie";
const COULOMETRY = "the usual measure of high-precision coulometry";

/**
 * The metrics of a cycle: one list from which the page, the REST API and the statistics take names, units and digits.
 * `scale` turns the stored SI-like unit into the one shown (a fraction into %); API answers are never scaled.
 */
export const METRICS = {
  dischargeCapacityAh: {
    ...metric("Discharge capacity", "Ah", 4, "Σ of the trapezoids of max(−I, 0) over the cycle ÷ 3600"),
    source: COUNTED,
  },
  chargeCapacityAh: {
    ...metric("Charge capacity", "Ah", 4, "Σ of the trapezoids of max(I, 0) over the cycle ÷ 3600"),
    source: COUNTED,
  },
  capacityRetention: percent("Capacity retention", 4, "discharge capacity ÷ that of the cell's reference cycle", false),
  coulombicEfficiency: percent(
    "Coulombic efficiency",
    5,
    "discharge ÷ charge capacity of the cycle; of a half cell with an anode charge ÷ discharge",
    true,
  ),
  energyEfficiency: percent("Energy efficiency", 4, "discharge ÷ charge energy of the cycle", true),
  dischargeEnergyWh: {
    ...metric("Discharge energy", "Wh", 4, "Σ of the trapezoids of max(−I, 0) × V over the cycle ÷ 3600"),
    source: COUNTED,
  },
  chargeEnergyWh: {
    ...metric("Charge energy", "Wh", 4, "Σ of the trapezoids of max(I, 0) × V over the cycle ÷ 3600"),
    source: COUNTED,
  },
  meanDischargeVoltageV: metric("Mean discharge voltage", "V", 4, "discharge energy ÷ discharge capacity"),
  meanChargeVoltageV: metric("Mean charge voltage", "V", 4, "charge energy ÷ charge capacity"),
  voltageHysteresisV: metric("Voltage hysteresis", "V", 4, "mean charge − mean discharge voltage"),
  internalResistanceOhm: {
    ...metric(
      "Internal resistance",
      "Ω",
      4,
      "|ΔV ÷ ΔI| across the first edge from rest to current whose sides lie at most 10 s apart",
    ),
    source: OWN,
  },
  constantVoltageShare: {
    ...percent(
      "Constant-voltage share of charge",
      4,
      "charge of the constant-voltage parts ÷ charge, of the charge runs of the cycle; null until these are over",
      false,
    ),
    source: OWN,
  },
  maxVoltageV: {
    ...metric(
      "Highest voltage",
      "V",
      4,
      "largest voltage of the cycle's samples, without single rows that neither neighbour supports",
    ),
    source: OWN,
  },
  minVoltageV: {
    ...metric(
      "Lowest voltage",
      "V",
      4,
      "smallest voltage of the cycle's samples, without single rows that neither neighbour supports",
    ),
    source: OWN,
  },
  specificDischargeCapacityMahG: ofSize("Specific discharge capacity", "mAh/g", "discharge capacity ÷ active mass"),
  specificChargeCapacityMahG: ofSize("Specific charge capacity", "mAh/g", "charge capacity ÷ active mass"),
  specificDischargeEnergyWhKg: ofSize("Specific discharge energy", "Wh/kg", "discharge energy ÷ active mass"),
  specificChargeEnergyWhKg: ofSize("Specific charge energy", "Wh/kg", "charge energy ÷ active mass"),
  arealDischargeCapacityMahCm2: ofSize("Areal discharge capacity", "mAh/cm²", "discharge capacity ÷ electrode area"),
  arealChargeCapacityMahCm2: ofSize("Areal charge capacity", "mAh/cm²", "charge capacity ÷ electrode area"),
  arealDischargeEnergyMwhCm2: ofSize("Areal discharge energy", "mWh/cm²", "discharge energy ÷ electrode area"),
  arealChargeEnergyMwhCm2: ofSize("Areal charge energy", "mWh/cm²", "charge energy ÷ electrode area"),
  chargeRateC: ofSize(
    "Charge rate",
    "1/h",
    "charge capacity ÷ hours of the charge runs, lead-in included ÷ nominal capacity",
  ),
  dischargeRateC: ofSize(
    "Discharge rate",
    "1/h",
    "discharge capacity ÷ hours of the discharge runs, lead-in included ÷ nominal capacity",
  ),
  coulombicInefficiencyPerHour: {
    ...metric(
      "Coulombic inefficiency per hour",
      "1/h",
      3,
      "(1 − coulombic efficiency) ÷ hours of the cycle: its runs with their lead-in, and what lies uncovered between them",
      false,
    ),
    source: COULOMETRY,
  },
  equivalentFullCycles: ofSize(
    "Equivalent full cycles",
    "1",
    "Σ of (charge + discharge capacity) of all cycles up to this one ÷ (2 × nominal capacity)",
  ),
  throughputAh: ofSize("Charge throughput", "Ah", "Σ of (charge + discharge capacity) of all cycles up to this one"),
  throughputWh: ofSize("Energy throughput", "Wh", "Σ of (charge + discharge energy) of all cycles up to this one"),
  uncoveredS: {
    ...ofSize("Uncovered time", "s", "Σ of the time between runs that no interval and no lead-in covers"),
    source: OWN,
  },
  dischargeCapacityUncertaintyAh: uncertainty("Discharge"),
  chargeCapacityUncertaintyAh: uncertainty("Charge"),
  maxTemperatureC: metric("Highest temperature", "°C", 3, "largest temperature of the cycle's samples"),
} as const satisfies Record<string, MetricDescription>;

/** Of the coulombic efficiency, beside it in tables: derived from those of both capacities, so no metric of its own. */
export const EFFICIENCY_UNCERTAINTY = {
  unit: "1",
  formula: `coulombic efficiency × (charge capacity uncertainty ÷ charge capacity + discharge capacity uncertainty ÷ discharge capacity): it is off by at most about ± this; null where one of them is 0 or not known; ${UNCERTAINTY_LIMITS}`,
};

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
  /** Where the definition comes from. */
  source: string;
  /** Efficiencies stray when they differ by 0.001, other metrics by 1 % of the median. */
  isEfficiency: boolean;
  /** Whether outliers are looked for in it unasked: not where another metric tells the same, nor where it is no property of the cell. */
  findsStrays: boolean;
};

function metric(
  label: string,
  unit: string,
  significantDigits: number,
  formula: string,
  findsStrays = true,
): MetricDescription {
  return { label, unit, scale: 1, significantDigits, formula, source: USUAL, isEfficiency: false, findsStrays };
}

function percent(label: string, significantDigits: number, formula: string, isEfficiency: boolean): MetricDescription {
  return { label, unit: "%", scale: 100, significantDigits, formula, source: USUAL, isEfficiency, findsStrays: true };
}

/** Of how large the cell is, how it is tested or how it was recorded. */
function ofSize(label: string, unit: string, formula: string): MetricDescription {
  return metric(label, unit, 4, formula, false);
}

function uncertainty(direction: "Charge" | "Discharge"): MetricDescription {
  const described = metric(
    `${direction} capacity uncertainty`,
    "Ah",
    2,
    "at most about ± this: 2 × Σ over the cycle's runs of sampling (trapezoids against parabolas), lead-in, clocks and uncovered seconds, and " +
      `resolution of current and clock; ${UNCERTAINTY_LIMITS}`,
    false,
  );
  return { ...described, source: BOUNDED };
}

/** The unit of a metric in answers and exports, which are never scaled; 1 for a ratio. */
export const unscaledUnit = ({ unit, scale }: MetricDescription): string => (scale === 1 ? unit : "1");

/** How the uncertainty of a metric is named, where it is a metric; of an efficiency it follows from those of both capacities; null: it has none. */
export function uncertaintyOf(name: MetricName): MetricName | "derived" | null {
  if (name === "dischargeCapacityAh") return "dischargeCapacityUncertaintyAh";
  if (name === "chargeCapacityAh") return "chargeCapacityUncertaintyAh";
  return name === "coulombicEfficiency" ? "derived" : null;
}

/** Whether a text names a metric of `METRICS`. */
export function isMetricName(name: string): name is MetricName {
  return Object.hasOwn(METRICS, name);
}

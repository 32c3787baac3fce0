import { METRIC_NAMES, METRICS, type MetricName, unscaledUnit } from "../../../domain/cycles/metrics";

const ofEach = (value: (name: MetricName) => string) =>
  Object.fromEntries(METRIC_NAMES.map((name) => [name, value(name)])) as Record<MetricName, string>; // one entry a name

/** By metric, how it is computed. */
export const METRIC_DEFINITIONS = ofEach((name) => METRICS[name].formula);

/** By metric, the unit of its values in answers, which are never scaled: 1 for a ratio. */
export const METRIC_UNITS = ofEach((name) => unscaledUnit(METRICS[name]));

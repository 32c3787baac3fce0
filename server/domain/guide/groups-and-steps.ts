import { EFFICIENCY_UNCERTAINTY } from "../cycles/metrics";
import { INTERPOLATION } from "../groups/x-axes";
import type { DerivedEntry } from "./derived-entry";
import {
  controlExample,
  efficiencyUncertaintyExample,
  flaggedExample,
  otherAxesExample,
  pulseExample,
  rateTestExample,
  resolutionExample,
  robustScoreExample,
  sigmasExample,
  statisticsExample,
  thinnedExample,
  trendExample,
  uncertaintyExample,
} from "./group-examples";

const CONTRACTED = "this service's own definition";
const IGLEWICZ = "Iglewicz and Hoaglin (1993), How to Detect and Handle Outliers: the modified z-score";

/** Of the cells of a group at one cycle. */
export const GROUP_ENTRIES = [
  {
    name: "statistics",
    label: "Mean, std, median and quartiles",
    unit: "in the unit of the metric",
    text: "At each cycle, over the cells of a group that have the cycle complete, not partial and not excluded: `mean`; `std`, that of a sample (÷ (n − 1), none for one cell); `median`; `q1` and `q3`, interpolated linearly between neighbours in order; `min`, `max` and `n`.",
    source: "Hyndman and Fan (1996), The American Statistician 50, 361–365, type 7, for the quartiles",
    example: statisticsExample,
  },
  {
    name: "otherAxes",
    label: "Other axes",
    unit: "in the unit of the metric",
    text: `Over another axis than the cycle number cells have their cycles at places of their own, so no two could be compared where they stand: ${INTERPOLATION}. Between a cycle at x₁ with y₁ and the next at x₂ with y₂ a cell's value is y₁ + (y₂ − y₁) × (x − x₁) ÷ (x₂ − x₁), and nothing is drawn on beyond its ends. Statistics are those of a cycle, of these values.`,
    source: "linear interpolation; the places are this service's own",
    example: otherAxesExample,
  },
  {
    name: "thinned",
    label: "Thinned points",
    unit: "true or false",
    text: "A point whose `n` lies under 90 % of the largest `n` of its group. The cells that live longest bias such a mean, so it is drawn dashed and without a band, below half of it only on demand, and enters no verdict.",
    source: CONTRACTED,
    example: thinnedExample,
  },
  {
    name: "uncertainty",
    label: "How sure a mean is",
    unit: "in the unit of the metric",
    text: "Of capacities and the coulombic efficiency: the mean of what its cells' values may be off by at most, for all of them may be off to one side; none where one of them is not known. `grade` tells it as a share of the mean, as that of a capacity: A up to 1e-4, B up to 1e-3, C up to 1e-2, else D. It is no standard deviation, and knows nothing of the cyclers' calibration.",
    source: CONTRACTED,
    example: uncertaintyExample,
  },
  {
    name: "changePer100",
    label: "Change per 100 cycles",
    unit: "in percent",
    text: "The slope of the straight line through the means of a group that at least 90 % of its cells share (least squares), over 100 cycles, divided by the line's value at the first of them. None for fewer than ten cycles.",
    source: CONTRACTED,
    example: trendExample,
  },
  {
    name: "sigmas",
    label: "Sigmas and % of 2σ",
    unit: "without a unit",
    text: "`sigmas` is (value − mean) ÷ std, `percentDeviation` 100 × `sigmas` ÷ 2, and `relativeDeviation` (value − mean) ÷ mean. Among n cells no sigmas can exceed (n − 1) ÷ √n, 1.79 for five: they alone cannot tell an outlier of a small group.",
    source:
      "Shiffler (1988), The American Statistician 42, 79–80, for the bound; `percentDeviation` is that of ChargeTracker of 2018",
    example: sigmasExample,
  },
  {
    name: "robustScore",
    label: "Robust score",
    unit: "without a unit",
    text: "0.6745 × (value − median) ÷ MAD, the median of the distances from the median. Where that is 0: (value − median) ÷ (1.253314 × the mean distance from the median), and 0 where this is 0, too.",
    source: IGLEWICZ,
    example: robustScoreExample,
  },
  {
    name: "resolution",
    label: "What is too fine for a score",
    unit: "in the unit of the metric",
    text: "Where all values of a group at a cycle lie closer together than one unit of the last digit that their median is told with, nothing is scored: no sigmas, a robust score of 0, no outlier. So many digits a metric is told with stands beside its definition in the registry: three to five, as many as its measurement bears; API answers have all of them.",
    source: CONTRACTED,
    example: resolutionExample,
  },
  {
    name: "flagged",
    label: "Outliers and persistence",
    unit: "true or false",
    text: "A cell is `flagged`, with the verdict `stray`, where |robust score| is over 3.5, it lies at least 1 % of the median away from it (efficiencies: 0.001), and the group has at least four cells at the cycle. `persistence` says in how many of its last ten statistics cycles it was.",
    source: `${IGLEWICZ}, for 3.5; the other two limits are this service's own`,
    example: flaggedExample,
  },
] as const satisfies readonly DerivedEntry[];

/** Of the steps of a cell, and of its cycles by rate. */
export const STEP_ENTRIES = [
  {
    name: "coulombicEfficiencyUncertainty",
    label: "How sure a coulombic efficiency is",
    unit: "without a unit",
    text: `Beside a cycle's metrics: ${EFFICIENCY_UNCERTAINTY.formula}. Both capacities may be off to sides that add up.`,
    source: "this service's own bound, from those of both capacities",
    example: efficiencyUncertaintyExample,
  },
  {
    name: "control",
    label: "CC, CV and CC–CV",
    unit: "a word, and the charge and energy of both parts in Ah and Wh",
    text: "How the current of a step was controlled. Back from the step's end reaches a stretch whose voltage stays within the larger of 5 mV and 0.2 % of its last, and whose current, seen backwards, falls by no more than 1 % of the step's largest. The constant-voltage part begins with the last sample of that stretch whose current lies within this 1 % of the stretch's largest; it has at least three samples and a decay of at least 5 %.",
    source: CONTRACTED,
    example: controlExample,
  },
  {
    name: "resistanceOhm",
    label: "Pulse resistance",
    unit: "in Ω",
    text: "|ΔV ÷ ΔI| against the last sample of the rest before, at 0, 1, 2, 10 and 30 s after the pulse's start and at its last sample, between samples linearly. A pulse lies between two rests, the last sample of the first at most 10 s before it; it has at least three samples, at most 120 s, a current within 2 % of its median from the second sample on, and moves at most 5 % of nominal capacity. `0` is given where its first sample comes within 1 s of the rest. The state of charge before it is told from the highest net charge of the test and nominal capacity (`socFromNominal`), and between the lowest and the highest (`socFromSpan`).",
    source: CONTRACTED,
    example: pulseExample,
  },
  {
    name: "rate-test",
    label: "Rate test",
    unit: "in Ah over 1/h",
    text: "Discharge capacity over discharge rate, at `/api/v1/cells/{name}/rate-test`: the statistics cycles of a cell, formation apart, by their nominal rate, with the mean `dischargeCapacityAh` at each and its ratio to the mean at the slowest, `ofFirst`. The nominal rate is the usual one (C/20, C/10, C/5, C/3, C/2, 1C, 2C, 3C, 5C, 10C) within ±10 % of which `dischargeRateC` lies, else that rounded to two digits.",
    source: CONTRACTED,
    example: rateTestExample,
  },
] as const satisfies readonly DerivedEntry[];

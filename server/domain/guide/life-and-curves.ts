import { deltaExample, perCapacityExample, perVoltExample, voltageExample } from "./curve-examples";
import type { DerivedEntry } from "./derived-entry";
import { cyclesToExample, endOfLifeExample, firstCycleExample, kneeExample, onsetExample } from "./life-examples";

const KNEES = "Fermín-Cueto et al. (2020), Energy and AI 1, 100006, after Bacon and Watts (1971), with sharp bends";
const SMOOTHING = "Savitzky and Golay (1964), Analytical Chemistry 36, 1627–1639, for the smoothing";
const CONTRACTED = "this service's own definition";

/** What is told of the life of a cell, and its curves: numbers that no single cycle has. */
export const LIFE_ENTRIES = [
  {
    name: "endOfLife",
    label: "End of life",
    unit: "a cycle number",
    text: `The first of three statistics cycles running whose retention lies under the lab's threshold (80 % where it set none); one low cycle is more often a fault of the test.
\`reached\` says that it was measured.`,
    source: CONTRACTED,
    example: endOfLifeExample,
  },
  {
    name: "cyclesTo",
    label: "Cycles to 95, 90, 80 and 70 %",
    unit: "cycle numbers",
    text: "The first of three statistics cycles running whose retention lies under each of these, whatever the lab's threshold is. Formation is left out.",
    source: CONTRACTED,
    example: cyclesToExample,
  },
  {
    name: "firstCycleEfficiency",
    label: "First-cycle efficiency and irreversible loss",
    unit: "without a unit, and `irreversibleLossAh` in Ah",
    text: "Coulombic efficiency of the first complete, non-partial cycle, formation included, and what its charge put in and its discharge did not return; of an anode's half cell the reverse.",
    source: CONTRACTED,
    example: firstCycleExample,
  },
  {
    name: "knee",
    label: "Knee",
    unit: "a place between cycle numbers",
    text: `Where the fade speeds up: the bend of two lines (Bacon–Watts, \`Q = a + b·x + c·|x − k|\`) fitted by least squares to the discharge capacities of the statistics cycles from the reference cycle
to the end of life, or to the last. Strays are left out: further from the median of seven neighbours than 1 % of the first capacity and than five standard deviations. \`from\` and \`to\` are its
90 % interval, by profile likelihood, with as many points as neighbouring cycles, which err alike, are worth. It is given only where it earns the name: at least 20 points, a fade after it of at least
1.5 times that before, a Bayesian information criterion better by at least 10 than that of a line and of a parabola, at least 5 % of the fitted cycles from both ends, and an interval of at most 30 % of them.
Otherwise \`why.knee\` says which of these fails.`,
    source: KNEES,
    example: kneeExample,
  },
  {
    name: "onset",
    label: "Onset (double Bacon–Watts)",
    unit: "a place between cycle numbers",
    text: `The first of two bends, where a line that bends twice fits far better than one that bends once. It is looked for only where there is a knee, and given under like tests: better by at least 10, the fade grows
at both bends, an interval of at most 30 % of the fitted cycles. A knee with an onset is blunt, and its interval is widened on both sides by 0.15 times the distance of the two bends. It is a property of the fit, not
the moment at which something began in the cell.`,
    source: KNEES,
    example: onsetExample,
  },
  {
    name: "vq",
    label: "Voltage over capacity",
    unit: "in V over Ah",
    text: `Of the step of each direction that moved most in a cycle, the constant-voltage part with it: the charge moved since the step began, its lead-in included, and the voltage. Points are chosen evenly
along the curve, each axis in units of its range; every one is a sample.`,
    source: CONTRACTED,
    example: voltageExample,
  },
  {
    name: "dqdv",
    label: "dQ/dV",
    unit: "in Ah/V over V",
    text: `Of the same step up to where the current begins to decay at a held voltage. Samples whose voltage is no new extreme lie off the monotone branch and are left out; the answer says how many. The capacity is interpolated
linearly at the multiples of 5 mV inside of the branch and derived by Savitzky–Golay: a polynomial of order 3 through 11 places, at the edges that of the first and last 11. Positive for charge and discharge. A Gaussian
instead weighs the differences to both neighbours.`,
    source: SMOOTHING,
    example: perVoltExample,
  },
  {
    name: "dvdq",
    label: "dV/dQ",
    unit: "in V/Ah over Ah",
    text: `The same over the capacity: the voltage at even capacities, a 250th of the step's own unless asked otherwise, derived in the same way. Positive for charge and discharge.`,
    source: SMOOTHING,
    example: perCapacityExample,
  },
  {
    name: "dq",
    label: "ΔQ(V) and its variance",
    unit: "in Ah over V; log10 of Ah²",
    text: `How much more or less a discharge gave at each voltage than that of the first cycle asked for, at the voltages that both have. \`log10Variance\` is log10 of the variance of these differences (divided by their
number), of cycles 10 and 100 a sign of how long a cell will live (Severson et al. 2019).`,
    source: "Severson et al. (2019), Nature Energy 4, 383–391",
    example: deltaExample,
  },
  {
    name: "vit",
    label: "Voltage, current and temperature over time",
    unit: "in V, A and °C over s",
    text: "Of a whole cycle, or of its largest step, from 0 on by test time where the samples carry it, or by the clock. Of many samples the extremes of each stretch are kept.",
    source: CONTRACTED,
    example: null,
  },
] as const satisfies readonly DerivedEntry[];

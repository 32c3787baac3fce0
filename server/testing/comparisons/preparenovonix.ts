import type { Tool } from "./comparison";
import { chargeAh, dischargeAh, wholeCounter } from "./reading";

const FILES = ["cyclers/novonix_hpc_two_tests.csv.gz"] as const;
const CLEAN = "tests/test_novonix_clean.py";

export const PREPARENOVONIX: Tool = {
  name: "preparenovonix",
  repository: "BatLabLancaster/preparenovonix",
  commit: "42bb9f63",
  licence: "MIT",
  comparisons: [
    {
      source: `${CLEAN}:14`,
      files: FILES,
      what: "tests in the file",
      unit: "1",
      published: 2,
      tolerance: 0,
      ours: ({ tests }) => tests.length,
    },
    {
      source: `${CLEAN}:26`,
      files: FILES,
      what: "capacity at the end of the first test",
      unit: "Ah",
      published: 0.4956498,
      tolerance: 1e-5,
      ours: ({ runs }) => chargeAh(runs) - dischargeAh(runs),
      theirWay: {
        reason: "counter",
        value: (reading) => wholeCounter(reading, "chargeCapacity") - wholeCounter(reading, "dischargeCapacity"),
      },
    },
  ],
  left: [
    "The 5,752 rows of the prepared file (`test_novonix_io.py:74`): the tool drops the first test and rows whose run time falls; here the test stays one of its own, and such a row takes the time of its clock.",
  ],
};

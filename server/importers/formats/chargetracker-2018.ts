import type { SentMode } from "../../domain/samples/sample-columns";
import type { TableFormat } from "../table/table-format";

/** `id, cathode, cycle, C or D, time, voltage, current in mA, voltage before, seconds of the step` */
const LINE =
  /^\s*[\w-]{1,64}\s*,\s*\w{1,16}\s*,\s*\d+\s*,\s*[CD]\s*,\s*\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\s*,(?:\s*[-+\d.eE]+\s*(?:,|$)){2,4}\s*$/;

/** The messages of the first ChargeTracker, one per line, without a header row; a file may hold many cells. */
export const chargeTracker2018: TableFormat = {
  id: "chargetracker-2018",
  name: "ChargeTracker of 2018",
  asText: "message lines",
  knownFrom: "src/kafka/battery_python-kafka.py of arthurdysart/ChargeTracker, which writes them",
  vocabulary: {
    cell: ["id"],
    cycle: ["cycle"],
    mode: ["step"],
    clock: ["date time"],
    voltage: ["voltage"],
    current: ["current=mA"],
  },
  headless: {
    headings: [
      "id",
      "cathode",
      "cycle",
      "step",
      "date_time",
      "voltage",
      "current",
      "previous voltage",
      "step duration",
    ],
    isRow: (line) => LINE.test(line),
  },
  isUnsigned: true,
  modeOf: (word): SentMode => (word === "C" ? "charge" : "discharge"),
  recognise: () => "lines of id, cathode, cycle, C or D, time, voltage and current",
};

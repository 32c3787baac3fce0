import type { HeadTable, TableFormat } from "../table/table-format";

const PREFERRED = /^(?:test time|unix time|voltage|current) \/ \S+$/i;
const MACHINE_READABLE =
  /^(?:test_time|unix_time)_(?:second|millisecond|minute|hour|s|ms)$|^voltage_(?:volt|millivolt|v|mv)$|^current_(?:ampere|milliampere|a|ma)$/;

/** The Battery Data Format as CSV, with any of its three kinds of labels. */
export const bdf: TableFormat = {
  id: "bdf",
  name: "Battery Data Format",
  asText: "CSV",
  knownFrom:
    "https://w3id.org/battery-data-alliance/ontology/battery-data-format, and files of battery-data-alliance/battery-data-format",
  vocabulary: {
    testTime: ["test time"],
    clock: ["unix time", "date time"],
    stepTime: ["step time"],
    voltage: ["voltage"],
    current: ["current"],
    temperature: [
      "ambient temperature",
      "surface temperature",
      "temperature t1",
      "surface temperature t1",
      "temperature",
    ],
    cycle: ["cycle count", "cycle", "cycle dimensionless"],
    step: ["step index", "step id"],
    stepCount: ["step count", "step dimensionless"],
    mode: ["step type"],
    record: ["record index"],
    chargeCapacity: [
      "charging capacity",
      "charge capacity",
      "step charging capacity",
      "step charge capacity",
      "cycle charging capacity",
      "cycle charge capacity",
      "schedule charging capacity",
    ],
    dischargeCapacity: [
      "discharging capacity",
      "discharge capacity",
      "step discharging capacity",
      "step discharge capacity",
      "cycle discharging capacity",
      "cycle discharge capacity",
      "schedule discharging capacity",
    ],
    chargeEnergy: [
      "charging energy",
      "charge energy",
      "step charging energy",
      "step charge energy",
      "cycle charging energy",
      "cycle charge energy",
      "schedule charging energy",
    ],
    dischargeEnergy: [
      "discharging energy",
      "discharge energy",
      "step discharging energy",
      "step discharge energy",
      "cycle discharging energy",
      "cycle discharge energy",
      "schedule discharging energy",
    ],
  },
  recognise: ({ headings }: HeadTable) => {
    for (const [pattern, labels] of [
      [PREFERRED, "preferred"],
      [MACHINE_READABLE, "machine-readable"],
    ] as const) {
      const known = headings.filter((heading) => pattern.test(heading.trim()));
      if (known.length >= 2) return `the Battery Data Format's ${labels} labels ${known.join(", ")}`;
    }
    return null;
  },
};

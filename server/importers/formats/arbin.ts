import type { HeadTable, TableFormat } from "../table/table-format";

/** Arbin's MITS Pro exports, as CSV or as a channel's sheet. */
export const arbin: TableFormat = {
  id: "arbin",
  name: "Arbin MITS",
  asText: "CSV",
  knownFrom:
    "files of TRI-AMDD/beep and ImperialCollegeLondon/PyProBE; further columns as battery-data-format and Battery Archive list them",
  vocabulary: {
    testTime: ["test time"],
    stepTime: ["step time"],
    clock: ["date time", "datetime"],
    voltage: ["voltage"],
    current: ["current"],
    temperature: ["aux temperature 1", "temperature", "cell temperature", "aux temperature", "temperature 1", "t1"],
    cycle: ["cycle index", "cycle id"],
    step: ["step index", "step id"],
    record: ["data point"],
    chargeCapacity: ["charge capacity"],
    dischargeCapacity: ["discharge capacity"],
    chargeEnergy: ["charge energy"],
    dischargeEnergy: ["discharge energy"],
  },
  dateOrder: "mdy",
  recognise: ({ headings, columns }: HeadTable) => {
    const own = headings.filter((heading) =>
      /^(?:data[_ ]point|test[_ ]time(?: ?\(s\))?|cycle_index|step_index|tc_counter1|charge_capacity.*|dv\/dt.*|internal[_ ]resistance.*)$/i.test(
        heading,
      ),
    );
    const hasCounters = columns.some(({ field }) => field === "chargeCapacity" || field === "record");
    return own.length >= 3 && hasCounters ? `Arbin's columns ${own.slice(0, 4).join(", ")}` : null;
  },
};

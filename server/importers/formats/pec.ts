import type { HeadTable, TableFormat } from "../table/table-format";

/** PEC's ACT exports: lines of settings, then a table with a unit in every heading. */
export const pec: TableFormat = {
  id: "pec",
  name: "PEC ACT",
  asText: "CSV",
  knownFrom: "files of jepegit/cellpy",
  vocabulary: {
    testTime: ["total time", "test time"],
    stepTime: ["step time"],
    clock: ["real time"],
    voltage: ["voltage"],
    current: ["current"],
    temperature: ["cell surface temperature", "temp", "temperature", "station temperature", "ambient temperature"],
    cycle: ["cycle"],
    step: ["step"],
    chargeCapacity: ["charge capacity"],
    dischargeCapacity: ["discharge capacity"],
    chargeEnergy: ["charge energy"],
    dischargeEnergy: ["discharge energy"],
  },
  dateOrder: "mdy",
  recognise: ({ headings }: HeadTable) => {
    const own = headings.filter((heading) =>
      /^(?:Rack|Shelf|Position|ReasonCode|Load On Time.*|Position Start Time|Real Time)$/i.test(heading),
    );
    return own.length >= 3 ? `PEC's columns ${own.slice(0, 4).join(", ")}` : null;
  },
};

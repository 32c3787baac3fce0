import { modeOfWord } from "../table/mode-words";
import type { HeadTable, TableFormat } from "../table/table-format";

/** Result files of Basytec's Battery Test Software: file header and header row begin with `~`, or `#`. */
export const basytec: TableFormat = {
  id: "basytec",
  name: "Basytec",
  asText: "text",
  knownFrom:
    "a file of ImperialCollegeLondon/PyProBE; further columns as battery-data-format and other readers list them",
  vocabulary: {
    testTime: ["time"],
    stepTime: ["t step"],
    clock: ["date time", "datetime", "date", "timestamp"],
    voltage: ["u", "voltage"],
    current: ["i", "current"],
    temperature: ["t1", "temp", "temperature"],
    cycle: ["cyc count", "cycle"],
    step: ["line"],
    mode: ["command"],
    record: ["dataset"],
    chargeCapacity: ["ah cyc charge", "ah cyc charge 0", "ah ch", "ah charge"],
    dischargeCapacity: ["ah cyc discharge", "ah cyc discharge 0", "ah dch", "ah discharge"],
    chargeEnergy: ["wh cyc charge", "wh cyc charge 0", "wh ch", "wh charge"],
    dischargeEnergy: ["wh cyc discharge", "wh cyc discharge 0", "wh dch", "wh discharge"],
  },
  dateOrder: "dmy",
  modeOf: modeOfWord,
  startOf: (preamble) => {
    const line = preamble.find((text) => /^[~#]\s*Start of Test\s*:/i.test(text));
    return line?.replace(/^[^:]*:\s*/, "").trim() ?? null;
  },
  recognise: ({ preamble, headings }: HeadTable) => {
    const mark = preamble.find((line) => /^[~#].*Basytec/i.test(line));
    if (mark) return `the line "${mark.slice(1).trim()}"`;
    return /^[~#]Time\b/.test(headings[0] ?? "") ? `its first column "${headings[0]}"` : null;
  },
};

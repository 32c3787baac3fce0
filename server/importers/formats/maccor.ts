import { modeOfLetter } from "../table/mode-words";
import type { HeadTable, TableFormat } from "../table/table-format";

/** Maccor's text exports, whose names Landt's text export uses too. */
export const maccor: TableFormat = {
  id: "maccor",
  name: "Maccor",
  asText: "text",
  knownFrom:
    "files of jepegit/cellpy, TRI-AMDD/beep and ImperialCollegeLondon/PyProBE; further columns as battery-data-format lists them",
  vocabulary: {
    testTime: ["test time", "test", "testtime"],
    stepTime: ["step time", "steptime", "step (sec)=s", "step(sec)=s", "step (min)=min", "step (hr)=h"],
    clock: ["dpt time", "date time", "datetime"],
    voltage: ["voltage", "volts", "voltage v", "mvolts=mV"],
    current: ["current", "amps", "mamps=mA"],
    temperature: ["temp 1", "temperature cell", "temperature", "temp", "evtemp", "cell temp"],
    cycle: ["cycle c", "cyc", "cycle", "cycle p"],
    step: ["step"],
    mode: ["state", "md", "mode"],
    record: ["rec", "record"],
    capacity: ["amp hr", "cap", "capacity", "mamp hr=mAh", "amphr"],
    energy: ["watt hr", "ener", "energy", "mwatt hr=mWh", "watthr"],
  },
  units: { testTime: "min", stepTime: "min" },
  isTimeUnitByClock: true,
  dateOrder: "mdy",
  isUnsigned: true,
  modeOf: modeOfLetter,
  recognise: ({ headings, columns }: HeadTable) => {
    const fields = new Set(columns.map(({ field }) => field));
    const own = headings.filter((heading) => /^(?:rec#?|cyc#|cycle [cp]|dpt[- ]time|amp-hr|es|md)$/i.test(heading));
    return own.length >= 2 && fields.has("step") && fields.has("cycle") ? `Maccor's columns ${own.join(", ")}` : null;
  },
};

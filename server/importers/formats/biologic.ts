import type { HeadTable, TableFormat } from "../table/table-format";

const FILE_MARK = /^(?:EC-Lab|BT-Lab) ASCII FILE/i;
const OWN_COLUMN =
  /^(?:<?(?:Ewe|Ece|Ecell)>?(?:-Ece)?\/m?V>?|<?I>?\/[mµμn]?A|control\/.*|Ns|Ns changes|\(Q-Qo\)\/.*|ox\/red|half cycle)$/i;

/** BioLogic's EC-Lab and BT-Lab: `.mpt` and text exports, with or without their lines of settings. */
export const biologic: TableFormat = {
  id: "biologic",
  name: "BioLogic EC-Lab or BT-Lab",
  asText: "text",
  knownFrom:
    "files of ImperialCollegeLondon/PyProBE, BatLabLancaster/pybatdata and dgbowl/yadg; further columns as echemdata/galvani and battery-data-format list them",
  vocabulary: {
    testTime: ["time"],
    clock: ["uts"],
    stepTime: ["step time"],
    // Of the cell; of its working electrode alone only where the file has nothing else.
    voltage: ["ecell", "<ecell>", "ewe ece", "<ewe ece>", "<ewe> <ece>", "u", "ewe", "<ewe>"],
    current: ["i", "<i>", "current", "control i"],
    temperature: ["temperature", "temp", "t"],
    cycle: ["cycle number", "z cycle", "cycle index"],
    step: ["ns"],
    stepMark: ["ns changes"],
    chargeCapacity: ["q charge"],
    dischargeCapacity: ["q discharge"],
    chargeEnergy: ["energy charge"],
    dischargeEnergy: ["energy discharge"],
  },
  dateOrder: "mdy",
  stepTimeMayRunOn: true,
  isAtRest: ({ headings }) =>
    headings.every((heading) =>
      /^(?:mode|error|time\/.*|<?Ewe.*|<?Ece.*|Ecell.*|Analog IN.*|Temperature.*|)$/i.test(heading),
    ),
  // Its energies are those of the working electrode, if the file has its voltage.
  countersOfOther: ({ headings, columns }) => {
    const isElectrode = (heading: string) => /^<?Ewe>?\/m?V$|^<Ewe\/m?V>$/i.test(heading);
    const voltage = columns.find(({ field }) => field === "voltage");
    const isOther = voltage && !isElectrode(voltage.heading) && headings.some(isElectrode);
    return isOther ? ["chargeEnergy", "dischargeEnergy"] : [];
  },
  startOf: (preamble) => startedOn(preamble),
  recognise: ({ preamble, headings, columns }: HeadTable) => {
    const mark = preamble.find((line) => FILE_MARK.test(line.trim()));
    if (mark) return `its first line "${mark.trim()}"`;
    const own = headings.filter((heading) => OWN_COLUMN.test(heading));
    const hasTime = columns.some(({ field }) => field === "testTime");
    return own.length >= 2 && hasTime ? `BioLogic's columns ${own.slice(0, 4).join(", ")}` : null;
  },
};

/** `time/s` counts from the start of the acquisition, even if the technique began later. */
function startedOn(preamble: readonly string[]): string | null {
  for (const line of preamble) {
    const started = /^\s*Acquisition started on\s*:\s*(\d.*\S)\s*$/i.exec(line);
    if (started?.[1]) return started[1];
  }
  return null;
}

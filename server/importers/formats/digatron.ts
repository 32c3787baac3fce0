import type { SentMode } from "../../domain/samples/sample-columns";
import { modeOfWord } from "../table/mode-words";
import type { HeadTable, TableFormat } from "../table/table-format";

const STATUS: Record<string, SentMode> = {
  CHA: "charge",
  LAD: "charge",
  DCH: "discharge",
  ELA: "discharge",
  PAU: "rest",
};

/** Digatron's Battery Manager, in English or German; units follow a `#` or are in a units row. */
export const digatron: TableFormat = {
  id: "digatron",
  name: "Digatron Battery Manager",
  asText: "CSV",
  knownFrom:
    "files of the LG 18650HG2 data of McMaster University; columns as battery-data-format lists them; the German names from memory",
  vocabulary: {
    testTime: [
      "program duration",
      "prog time",
      "program time",
      "programmdauer",
      "programmzeit",
      "prog zeit",
      "prüfdauer",
    ],
    stepTime: ["step duration", "step time", "schrittdauer", "schrittzeit"],
    clock: ["timestamp", "time stamp", "date time", "datum uhrzeit", "datum", "zeitstempel", "zeit", "uhrzeit"],
    voltage: ["voltage", "spannung"],
    current: ["current", "strom"],
    temperature: ["t1", "logtemp001", "temperature", "tbatt", "tcell", "temperatur", "temp1", "temp 1", "tenv"],
    cycle: ["cycle", "zyklus"],
    step: ["step", "schritt"],
    mode: ["status", "zustand"],
    record: ["cnt", "datensatz"],
    // Counters of the whole test rise on charge and fall on discharge.
    capacity: ["ahstep", "ahaccu", "ahakku", "capacity"],
    energy: ["whstep", "whaccu", "whakku"],
    chargeCapacity: ["ahcha", "ahlad"],
    dischargeCapacity: ["ahdch", "ahela"],
    chargeEnergy: ["whcha", "whlad"],
    dischargeEnergy: ["whdch", "whela"],
  },
  dateOrder: "dmy",
  modeOf: (word) => STATUS[word.toUpperCase()] ?? modeOfWord(word),
  recognise: ({ preamble, headings }: HeadTable) => {
    const mark = preamble.find((line) => /digatron/i.test(line));
    if (mark) return `the line "${mark.trim().slice(0, 80)}"`;
    const own = headings.filter((heading) =>
      /^(?:Prog(?:ram|ramm)?[ -]?(?:Time|Duration|dauer|zeit)|Cycle Level|Zyklusebene|Procedure|Prozedur|Ah(?:Accu|Akku|Cha|Dch|Lad|Ela|Step|Prev)|Wh(?:Accu|Akku|Step))\b/i.test(
        heading,
      ),
    );
    return own.length >= 2 ? `Digatron's columns ${own.slice(0, 4).join(", ")}` : null;
  },
};

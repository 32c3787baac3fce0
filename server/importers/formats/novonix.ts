import type { SentMode } from "../../domain/samples/sample-columns";
import { modeOfWord } from "../table/mode-words";
import type { HeadTable, TableFormat } from "../table/table-format";

/** Step types by Novonix's numbers; CC, CC-CV and the hold alone have one each. */
const STEP_TYPES: Record<string, SentMode> = {
  "0": "rest",
  "1": "charge",
  "2": "discharge",
  "7": "charge",
  "8": "charge",
  "9": "discharge",
  "10": "discharge",
};

/** Novonix UHPC data files: `[Summary]`, `[Protocol]` and `[Data]`, in hours. */
export const novonix: TableFormat = {
  id: "novonix",
  name: "Novonix UHPC",
  asText: "CSV",
  knownFrom:
    "files of ImperialCollegeLondon/PyProBE, BatLabLancaster/preparenovonix and TRI-AMDD/beep, which also names the types of steps",
  vocabulary: {
    testTime: ["run time", "runtime", "test time", "testtime"],
    stepTime: ["step time", "steptime"],
    clock: ["date and time", "unix time", "unixtime"],
    voltage: ["potential", "voltage", "cell voltage"],
    current: ["current", "cell current"],
    temperature: ["temperature", "cell temperature", "circuit temperature"],
    cycle: ["cycle number", "cycle"],
    step: ["step number", "step"],
    mode: ["step type"],
    capacity: ["capacity"],
    energy: ["energy"],
  },
  modeOf: (word) => STEP_TYPES[word] ?? (/^\d+$/.test(word) ? "other" : modeOfWord(word)),
  recognise: ({ preamble, headings }: HeadTable) => {
    const mark = preamble.find((line) => /^\s*Novonix.*(?:data file)?\s*$/i.test(line.trim()));
    if (mark && preamble.some((line) => /^\[(?:Summary|Data)\]/i.test(line.trim()))) return `the line "${mark.trim()}"`;
    const own = headings.filter((heading) =>
      /^(?:run time|potential|circuit temperature|step position)\b/i.test(heading),
    );
    return own.length >= 3 ? `Novonix's columns ${own.join(", ")}` : null;
  },
};

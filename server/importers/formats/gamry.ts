import type { HeadTable, TableFormat } from "../table/table-format";

/** Gamry's `.DTA`: lines of `NAME⇥TYPE⇥value⇥text`, then tables that are indented by a tab, with a row of units. */
export const gamry: TableFormat = {
  id: "gamry",
  name: "Gamry Framework",
  asText: "DTA",
  knownFrom: "Gamry's description of its data files",
  vocabulary: {
    testTime: ["t", "time"],
    voltage: ["vf", "v", "vm"],
    current: ["im", "i"],
    temperature: ["temp"],
    cycle: ["cycle"],
    record: ["pt"],
  },
  units: { testTime: "s", voltage: "V", current: "A" },
  dateOrder: "mdy",
  startOf: (preamble) => {
    const [date, time] = ["DATE", "TIME"].map((name) => labelOf(preamble, name));
    return date && time ? `${date} ${time}` : null;
  },
  recognise: ({ headings }: HeadTable) => {
    const own = headings.filter((heading) => /^(?:Pt|Vf|Im|IERange|Ach|Over)$/.test(heading));
    return headings[0] === "" && own.length >= 3 ? `Gamry's columns ${own.join(", ")}` : null;
  },
};

/** `DATE⇥LABEL⇥31.3.2023⇥Date` */
function labelOf(preamble: readonly string[], name: string): string | null {
  const line = preamble.find((text) => text.startsWith(`${name}\tLABEL\t`));
  return line?.split("\t")[2]?.trim() ?? null;
}

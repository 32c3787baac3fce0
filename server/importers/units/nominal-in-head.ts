import { scaleOf, sizeOf } from "../numbers/units";

/** What cyclers and labs call it above their tables; a capacity alone may be a measured one. */
const NAME = /^(?:nominal|rated|battery|design)[\s_]?(?:cell[\s_]?)?capacity|^nennkapazität|^标称容量|^额定容量/i;
/** Cut to 60 characters. */
const VALUE = /^\s*(\d+(?:[.,]\d+)?)\s*(.*)$/;
/** Cut to 60 characters. */
const UNIT_OF_NAME = /[([/]\s?([^\])]+)[\])]?$/;
const LONGEST = 60;

/** The nominal capacity that stands above a table with its unit, Ah; null where none does. */
export function nominalInHead(header: Readonly<Record<string, string>>): number | null {
  for (const [key, text] of Object.entries(header)) {
    if (!NAME.test(key)) continue;
    const [, digits = "", unit = ""] = VALUE.exec(text.slice(0, LONGEST)) ?? [];
    const inName = UNIT_OF_NAME.exec(key.slice(0, LONGEST))?.[1] ?? "";
    const scale = scaleOf("capacity", unit.trim() === "" ? inName : unit);
    const capacityAh = Number(digits.replace(",", ".")) * (scale === null ? Number.NaN : sizeOf(scale));
    if (capacityAh > 0) return capacityAh;
  }
  return null;
}

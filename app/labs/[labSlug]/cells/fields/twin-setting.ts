import { headOf, type SheetColumn, type SettingName, tableColumns } from "../_sheet/sheet-columns";

/** What people call the settings that every cell has, as words in any order. */
const NAMES: Partial<Record<SettingName, readonly string[]>> = {
  nominalCapacityAh: ["nominal capacity", "rated capacity", "design capacity", "battery capacity"],
  activeMassG: ["active mass", "active material mass", "mass"],
  electrodeAreaCm2: ["electrode area", "electrode surface area", "area", "surface area"],
  polarity: ["polarity", "half cell"],
  formationCycles: ["formation cycles", "number formation cycles"],
  referenceCycle: ["reference cycle"],
};

const FILLERS = new Set(["of", "the", "in", "mg", "g", "cm2", "cm", "ah", "mah"]);

const wordsOf = (name: string) =>
  (
    name
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\d]+/gu) ?? []
  )
    .filter((word) => !FILLERS.has(word))
    .sort()
    .join(" ");

/** The setting of cells that a field would stand beside, as the sheet heads it; null where there is none. Numbers of C-rate and mAh/g rest on settings alone. */
export function twinSetting(fieldName: string): string | null {
  const words = wordsOf(fieldName);
  const column = tableColumns([]).find((one) => settingNames(one).some((name) => wordsOf(name) === words));
  return column ? headOf(column) : null;
}

function settingNames({ source, title }: SheetColumn): readonly string[] {
  return source.kind === "setting" ? [title, ...(NAMES[source.setting] ?? [])] : [];
}

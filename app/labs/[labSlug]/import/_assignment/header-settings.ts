/** Settings of a cell that a file's header may tell, with the units they are written in and how many of our own each is. */
const SETTINGS = {
  nominalCapacityAh: { label: "Nominal capacity", unit: "Ah", units: { ah: 1, mah: 1e-3, uah: 1e-6, as: 1 / 3600 } },
  activeMassG: { label: "Active mass", unit: "g", units: { g: 1, mg: 1e-3, ug: 1e-6, kg: 1000 } },
  electrodeAreaCm2: { label: "Electrode area", unit: "cm²", units: { cm2: 1, mm2: 1e-2, m2: 1e4 } },
} as const satisfies Record<string, { label: string; unit: string; units: Record<string, number> }>;

export type HeaderSetting = keyof typeof SETTINGS;
export const HEADER_SETTINGS = Object.keys(SETTINGS) as HeaderSetting[]; // of a constant
export type SettingValues = { [name in HeaderSetting]?: number };

/** A value of a header as a setting: `4.500 A.h`, `2,5 mg`, or `2.5` under `Mass (mg)`. Null where its unit is another or none is named. */
export function settingOf(setting: HeaderSetting, key: string, text: string): number | null {
  const [, digits = "", after = ""] = /^\s{0,9}(\d{0,15}[.,]?\d{1,15}(?:[eE][+-]?\d{1,3})?)(.{0,40})$/.exec(text) ?? [];
  if (digits === "") return null;
  const inKey = /[([/]\s?([^\])]{1,12})[\])]?$/.exec(key)?.[1] ?? "";
  const size = sizeOf(setting, after.trim() === "" ? inKey : after);
  const value = Number(digits.replace(",", ".")) * (size ?? Number.NaN);
  return value > 0 && Number.isFinite(value) ? Number(value.toPrecision(12)) : null;
}

function sizeOf(setting: HeaderSetting, unit: string): number | null {
  const plain = unit
    .toLowerCase()
    .replaceAll(/[\s.·*^]/g, "")
    .replaceAll("²", "2")
    .replaceAll(/[µμ]/g, "u");
  const units: Record<string, number> = SETTINGS[setting].units;
  return Object.hasOwn(units, plain) ? (units[plain] ?? null) : null;
}

export const settingLabel = (setting: HeaderSetting, value: number) =>
  `${SETTINGS[setting].label}: ${value} ${SETTINGS[setting].unit}`;

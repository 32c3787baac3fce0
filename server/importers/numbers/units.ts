/** Converts a value of a file to our units: `value * multiply / divide + add`. Whole powers of ten divide, which rounds once. */
export type Scale = { multiply: number; divide: number; add: number };

export type Dimension = "time" | "voltage" | "current" | "capacity" | "energy" | "temperature";

const times = (multiply: number): Scale => ({ multiply, divide: 1, add: 0 });
const over = (divide: number): Scale => ({ multiply: 1, divide, add: 0 });

/** By the unit in lower case, without spaces, dots and signs. */
const SCALES: Record<Dimension, readonly (readonly [Scale, ...string[]])[]> = {
  time: [
    [times(1), "s", "sec", "secs", "second", "seconds", "sek", "sekunden", "秒"],
    [over(1e3), "ms", "msec", "millisecond", "milliseconds", "毫秒"],
    [over(1e6), "us", "μs", "microsecond", "microseconds"],
    [times(60), "min", "mins", "minute", "minutes", "minuten", "分", "分钟"],
    [times(3600), "h", "hr", "hrs", "hour", "hours", "decimalhours", "std", "stunden", "小时"],
    [times(86_400), "d", "day", "days", "tage", "天"],
  ],
  voltage: [
    [times(1), "v", "volt", "volts", "伏"],
    [over(1e3), "mv", "millivolt", "millivolts"],
    [over(1e6), "uv", "μv", "microvolt"],
  ],
  current: [
    [times(1), "a", "amp", "amps", "ampere", "amperes", "安"],
    [over(1e3), "ma", "milliamp", "milliamps", "milliampere", "milliamperes", "毫安"],
    [over(1e6), "ua", "μa", "microamp", "microampere"],
    [over(1e9), "na", "nanoampere"],
    [times(1e3), "ka"],
  ],
  capacity: [
    [times(1), "ah", "amphr", "amphrs", "amphour", "amphours", "amperehour", "amperehours", "安时"],
    [over(1e3), "mah", "mamphr", "milliamphour", "milliamperehour", "毫安时"],
    [over(1e6), "uah", "μah"],
    [over(3600), "as", "c", "coulomb", "amperesecond"],
    [over(3.6e6), "mas", "mc"],
    [over(3.6e9), "uas", "μas"],
  ],
  energy: [
    [times(1), "wh", "watthr", "watthrs", "watthour", "watthours", "瓦时"],
    [over(1e3), "mwh", "milliwatthour", "毫瓦时"],
    [over(1e6), "uwh", "μwh"],
    [times(1e3), "kwh"],
    [over(3600), "ws", "j", "joule"],
    [over(3.6e6), "mws", "mj"],
    [over(3.6e9), "uws", "μws"],
  ],
  temperature: [
    [times(1), "c", "°c", "degc", "deg", "degrees", "celsius", "degcelsius", "℃", "度"],
    [{ multiply: 1, divide: 1, add: -273.15 }, "k", "kelvin"],
    [{ multiply: 5, divide: 9, add: -160 / 9 }, "f", "°f", "degf", "fahrenheit"],
  ],
};

const BY_UNIT = new Map(
  (Object.keys(SCALES) as Dimension[]).map((dimension) => [
    // keys of the table
    dimension,
    new Map(SCALES[dimension].flatMap(([scale, ...units]) => units.map((unit) => [unit, scale] as const))),
  ]),
);

/** How many of our unit one of another is; 1 for none. */
export const sizeOf = (scale: Scale | null): number => (scale === null ? 1 : Math.abs(scale.multiply) / scale.divide);

export const UNIT_SCALE: Scale = times(1);

/** `h:min:s.ms`, `Hours in hh:mm:ss.xxx`, `dd:hh:mm:ss`, `mm:ss`: the values have colons. */
const IN_SIXTIETHS = /h:m|m:s|min:s/i;

/** The conversion of a unit to ours (s, V, A, Ah, Wh, °C); null when it is not of this dimension. */
export function scaleOf(dimension: Dimension, unit: string): Scale | null {
  if (dimension === "time" && IN_SIXTIETHS.test(unit)) return UNIT_SCALE;
  return BY_UNIT.get(dimension)?.get(plain(unit)) ?? null;
}

/** Whether any dimension has this unit. */
export function isUnit(unit: string): boolean {
  const wanted = plain(unit);
  return [...BY_UNIT.values()].some((units) => units.has(wanted));
}

const plain = (unit: string) =>
  unit
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\s.·*_-]/g, "");

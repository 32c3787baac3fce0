import { plainName } from "../table/heading";
import { modeOfWord } from "../table/mode-words";
import type { HeadTable, TableFormat } from "../table/table-format";
import type { Vocabulary } from "../table/vocabulary";

/** Column names in Neware's programs (BTSDA, BTS Client, TOB), in English and Chinese. */
export const NEWARE_WORDS: Vocabulary = {
  testTime: ["total time", "cumulative time", "test time", "totaltime", "总时间", "累计时间", "测试时间", "运行时间"],
  stepTime: [
    "time",
    "relative time",
    "step time",
    "state time",
    "steptime",
    "时间",
    "相对时间",
    "工步时间",
    "步骤时间",
    "记录时间",
  ],
  clock: [
    "date",
    "datetime",
    "date time",
    "absolute time",
    "realtime",
    "real time",
    "系统时间",
    "绝对时间",
    "实时时间",
    "日期",
    "日期时间",
  ],
  voltage: ["voltage", "vol", "volt", "电压"],
  current: ["current", "cur", "curr", "电流"],
  temperature: ["temperature", "t1", "temp", "aux temperature", "温度", "辅助温度", "电池温度"],
  cycle: ["cycle index", "cycle id", "cycle", "cycle no", "cyc", "循环号", "循环序号", "循环"],
  step: ["step index", "step id", "step", "step no", "工步号", "工步序号", "步次", "工步", "步骤号"],
  stepCount: ["step number"],
  mode: [
    "step type",
    "step name",
    "status",
    "state",
    "工步类型",
    "工步名称",
    "工步状态",
    "状态",
    "步骤类型",
    "工作模式",
  ],
  record: [
    "datapoint",
    "data point",
    "record id",
    "record index",
    "record number",
    "record",
    "记录号",
    "记录序号",
    "数据序号",
    "序号",
  ],
  capacity: ["capacity", "cap", "容量"],
  energy: ["energy", "eng", "engy", "能量"],
  chargeCapacity: [
    "chg cap",
    "charge capacity",
    "chg capacity",
    "cap chg",
    "capacity chg",
    "capacitance chg",
    "充电容量",
  ],
  dischargeCapacity: [
    "dchg cap",
    "discharge capacity",
    "dchg capacity",
    "cap dchg",
    "capacity dchg",
    "capacitance dchg",
    "放电容量",
  ],
  chargeEnergy: ["chg energy", "charge energy", "chg eng", "energy chg", "engy chg", "充电能量"],
  dischargeEnergy: ["dchg energy", "discharge energy", "dchg eng", "energy dchg", "engy dchg", "放电能量"],
};

/** Columns that only Neware has, or that others name differently. */
const ITS_OWN = new Set([
  "datapoint",
  "record id",
  "chg cap",
  "dchg cap",
  "chg energy",
  "dchg energy",
  "capacitance chg",
  "realtime",
  "relative time",
  "jumpto",
  "数据序号",
  "记录号",
  "记录序号",
  "工步类型",
  "工步号",
  "工步序号",
  "循环号",
  "循环序号",
]);

/** The headings that only Neware writes. */
function newareHeadings(headings: readonly string[]): string[] {
  return headings.filter((heading) => ITS_OWN.has(plainName(heading.replace(/[(（].*/, ""))));
}

/** The flat export: one line per record, with cycle and step on each. */
export const neware: TableFormat = {
  id: "neware",
  name: "Neware BTS",
  asText: "CSV",
  knownFrom:
    "files of jepegit/cellpy; columns as TRI-AMDD/beep, ImperialCollegeLondon/PyProBE and battery-data-format list them",
  vocabulary: NEWARE_WORDS,
  modeOf: modeOfWord,
  recognise: ({ headings, columns }: HeadTable) => {
    const own = newareHeadings(headings);
    const isOfSteps = columns.some(({ field }) => field === "step" || field === "mode" || field === "cycle");
    return own.length > 0 && isOfSteps ? `Neware's columns ${own.slice(0, 4).join(", ")}` : null;
  },
};

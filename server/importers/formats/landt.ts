import { modeOfWord } from "../table/mode-words";
import type { HeadTable, TableFormat } from "../table/table-format";

const CSV_COLUMN = /^(?:channel_index|cycle_index|step_index|date_time_iso_string|test_time_s|step_time_s|step_name)$/i;
const LANDDT_COLUMN = /^(?:SysTime|TestTime|StepTime|SpeCap|Cycle-Index|Step-Index|SCap)\b/i;

const CHINESE_COLUMN = /^(?:测试时间|步骤时间|比容量|比能量)\/\S/;

/** Landt (Land) instruments: the CSV export with lower-case names, and the tables of LANDdt. */
export const landt: TableFormat = {
  id: "landt",
  name: "Landt",
  asText: "CSV",
  knownFrom:
    "a file of battery-data-alliance/battery-data-format; columns of LANDdt as jepegit/cellpy's settings and readers of Chinese exports name them",
  vocabulary: {
    testTime: ["test time", "testtime", "测试时间"],
    stepTime: ["step time", "steptime", "步骤时间"],
    clock: ["date time iso string", "systime", "date time", "sys time", "系统时间"],
    voltage: ["voltage", "电压"],
    current: ["current", "电流"],
    temperature: ["temperature 1", "temperature", "temp", "auxtemp", "温度"],
    cycle: ["cycle index", "cycle", "循环序号"],
    step: ["step index", "step", "步骤序号", "步骤号", "工步序号"],
    mode: ["step name", "step state", "status", "state", "mode", "步骤状态", "步骤名称", "状态"],
    record: ["channel index", "record", "index", "记录序号", "记录"],
    capacity: ["capacity", "容量"],
    energy: ["energy", "能量"],
    chargeCapacity: ["charge capacity"],
    dischargeCapacity: ["discharge capacity"],
    chargeEnergy: ["charge energy"],
    dischargeEnergy: ["discharge energy"],
  },
  dateOrder: "mdy",
  modeOf: modeOfWord,
  recognise: ({ headings }: HeadTable) => {
    for (const [pattern, least] of [
      [CSV_COLUMN, 4],
      [LANDDT_COLUMN, 2],
      [CHINESE_COLUMN, 2],
    ] as const) {
      const own = headings.filter((heading) => pattern.test(heading));
      if (own.length >= least) return `Landt's columns ${own.slice(0, 4).join(", ")}`;
    }
    return null;
  },
};

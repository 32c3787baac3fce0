import { it } from "vitest";
import { expectLines } from "../../testing/expect-lines";

it("reads Landt's tables with their units after slashes", async () => {
  await expectLines(
    [
      "Record,TestTime/Sec,StepTime/Sec,Current/mA,Capacity/mAh,SpeCap/mAh/g,Voltage/V,Energy/mWh,SysTime,Cycle-Index,Step-Index,Step-State",
      "1,0,0,0.5,0,0,3.1,0,2021-02-25 13:41:24,1,1,C_CC",
      "2,60,60,0.5,0.008333,1,3.2,0,2021-02-25 13:42:24,1,1,C_CC",
    ],
    { format: "landt", testTimeS: [0, 60], currentA: [0.0005, 0.0005], cycle: [1, 1] },
  );
});

it("reads Landt's tables in Chinese", async () => {
  await expectLines(
    [
      "记录,系统时间,步骤时间/Sec,测试时间/Sec,电流/mA,容量/mAh,比容量/mAh/g,SOC|DOD/%,电压/V,能量/mWh,循环序号,步骤号,步骤状态",
      "1,2024-03-05 10:00:00,0,0,-1.5,0,0,0,3.5,0,1,1,恒流放电",
      "2,2024-03-05 10:01:00,0,60,1.5,0,0,0,3.4,0,1,2,恒流充电",
    ],
    {
      format: "landt",
      start: "2024-03-05T10:00:00.000Z",
      testTimeS: [0, 60],
      currentA: [-0.0015, 0.0015],
      step: [1, 2],
      modes: ["discharge", "charge"],
    },
  );
});

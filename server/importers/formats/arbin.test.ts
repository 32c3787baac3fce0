import { it } from "vitest";
import { expectLines } from "../../testing/expect-lines";

it("reads Arbin's names with underscores and units", async () => {
  await expectLines(
    [
      "Data_Point,Date_Time,Test_Time(s),Step_Time(s),Step_Index,Cycle_Index,Current(A),Voltage(V),Charge_Capacity(Ah),Discharge_Capacity(Ah),Internal_Resistance(Ohm),Aux_Temperature(C)_1",
      "1,2024-05-06 07:08:09.5,0.5,0.5,1,1,1,3.5,0,0,0,21.5",
      "2,2024-05-06 07:08:10.5,1.5,1.5,1,1,1,3.6,0.0003,0,0,21.6",
    ],
    {
      format: "arbin",
      start: "2024-05-06T07:08:09.500Z",
      testTimeS: [0.5, 1.5],
      temperatureC: [21.5, 21.6],
      step: [1, 1],
    },
  );
});

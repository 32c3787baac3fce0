import { it } from "vitest";
import { expectLines } from "../../testing/expect-lines";

it("reads Basytec's hours and the start in its head, German dates and commas", async () => {
  await expectLines(
    [
      "~Resultfile from Basytec Battery Test System",
      "~Start of Test: 03.04.2023 17:56:53",
      "~",
      "~Time[h]\tDataSet\tt-Step[h]\tLine\tCommand\tU[V]\tI[A]\tAh-Cyc-Charge\tAh-Cyc-Discharge\tT1[°C]\tCyc-Count",
      "0,5\t1\t0\t3\tCharge\t3,5\t1,5\t0\t0\t25,5\t1",
      "1,0\t2\t0,5\t3\tCharge\t3,6\t1,5\t0,75\t0\t25,6\t1",
      "1,0\t3\t0\t4\tDischarge\t3,5\t-1,5\t0,75\t0\t25,6\t1",
    ],
    {
      format: "basytec",
      start: "2023-04-03T16:26:53.000Z", // 17:56:53 in Berlin is 15:56:53, and half an hour of test time
      testTimeS: [1800, 3600, 3600],
      currentA: [1.5, 1.5, -1.5],
      stepCount: [1, 1, 2],
      modes: ["charge", "charge", "discharge"],
    },
    { timeZone: "Europe/Berlin" },
  );
});

it("reads Basytec's columns under #, without a head, its date and time of day apart", async () => {
  await expectLines(
    [
      "#Time[h]\tDataSet \tDate\tTime\tt-Step[h]\tLine\tCommand\tU[V]\tI[A]\tAh-Cyc-Charge-0\tAh-Cyc-Discharge-0\tCyc-Count",
      "0,00\t1\t19.05.2025\t23:59:50\t0\t3\tCharge\t3,2\t0,5\t0\t0\t1",
      "0,01\t2\t20.05.2025\t00:00:26\t0,01\t3\tCharge\t3,3\t0,5\t0,005\t0\t1",
    ],
    { format: "basytec", start: "2025-05-19T23:59:50.000Z", testTimeS: [0, 36], modes: ["charge", "charge"] },
  );
});

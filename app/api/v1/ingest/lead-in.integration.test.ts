import { afterAll, beforeAll, expect, it } from "vitest";
import type { LabScope } from "@/server/lab-scope";
import { listCycleViews } from "@/server/api/rest/cells/cell-cycles";
import { listStepViews } from "@/server/api/rest/cells/cell-steps";
import { env } from "@/server/env";
import { OPEN, queueOf } from "@/server/jobs/job-contract";
import { storeBatchJob } from "@/server/jobs/contracts/store-batch-job";
import { createApiKey } from "@/server/services/team/create-api-key";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { createLab } from "@/server/testing/factories";
import { startWorkerProcess, type WorkerProcess } from "@/server/testing/senders/worker-process";
import { POST } from "./route";

cloneTestDatabase();

let scope: LabScope;
let apiKey: string;
let worker: WorkerProcess;
beforeAll(async () => {
  ({ scope } = await createLab());
  ({ apiKey } = await createApiKey(scope, { name: "cycler", scopes: ["ingest"] }));
  worker = startWorkerProcess();
});
afterAll(() => worker.stop());

async function post(body: string, contentType: string) {
  const headers = { Authorization: `Bearer ${apiKey}`, "Content-Type": contentType };
  const url = `${env().APP_URL}/api/v1/ingest?startedAt=2026-01-01T00:00:00Z`;
  const response = await POST(new Request(url, { method: "POST", headers, body }));
  const countOpen = () => queueOf(storeBatchJob).getJobCountByTypes(...OPEN, "failed");
  await expect.poll(countOpen, { interval: 50 }).toBe(0);
  return { status: response.status, answer: await response.json() };
}

/** A rest of 60 s, 1 A that is first logged 30 s into its step of an hour, and 1 A back that is logged from the beginning. */
const ROWS = [
  { testTime: 0, current: 0, step: 1, stepTime: 0 },
  { testTime: 60, current: 0, step: 1, stepTime: 60 },
  { testTime: 90, current: 1, step: 2, stepTime: 30 },
  { testTime: 3660, current: 1, step: 2, stepTime: 3600 },
  { testTime: 3661, current: -1, step: 3, stepTime: 1 },
  { testTime: 7260, current: -1, step: 3, stepTime: 3600 },
];
const inForm: Record<string, (cell: string) => [body: string, contentType: string]> = {
  rows: (cell) => [
    JSON.stringify({
      samples: ROWS.map((row) => ({ cell, voltage: 3.7, cycle: 1, ...row })),
      startedAt: "2026-01-01T00:00:00Z",
    }),
    "application/json",
  ],
  columns: (cell) => {
    const list = (name: keyof (typeof ROWS)[number]) => ROWS.map((row) => row[name]);
    const series = {
      cell,
      cycle: 1,
      voltage: ROWS.map(() => 3.7),
      current: list("current"),
      testTime: list("testTime"),
      step: list("step"),
      stepTime: list("stepTime"),
      startedAt: "2026-01-01T00:00:00Z",
    };
    return [JSON.stringify({ series: [series] }), "application/json"];
  },
  "NDJSON with BDF's name": (cell) => [
    ROWS.map(({ stepTime, ...row }) =>
      JSON.stringify({ cell, voltage: 3.7, cycle: 1, ...row, step_time_second: stepTime }),
    ).join("\n"),
    "application/x-ndjson",
  ],
  CSV: (cell) => [
    [
      "cell,voltage,cycle,testTime,current,step,stepTime",
      ...ROWS.map(({ testTime, current, step, stepTime }) =>
        [cell, 3.7, 1, testTime, current, step, stepTime].join(","),
      ),
    ].join("\n"),
    "text/csv",
  ],
};

it.each(Object.keys(inForm))("counts the lead-in of steps sent as %s", async (form) => {
  const [body, contentType] = inForm[form]?.(form) ?? ["", ""];
  expect(await post(body, contentType)).toMatchObject({ status: 202, answer: { accepted: 6, ignored: [] } });
  const { cycles } = await listCycleViews(scope, { params: { name: form } });
  // 3,570 s between the rows and 30 s before them; 3,599 s and 1 s: 1 Ah and 3.7 Wh each way.
  expect(cycles).toMatchObject([
    {
      chargeCapacityAh: 1,
      dischargeCapacityAh: 1,
      chargeEnergyWh: 3.7,
      coulombicEfficiency: 1,
      uncoveredS: 0,
      warnings: [],
    },
  ]);
  const { steps } = await listStepViews(scope, { params: { name: form }, query: {} });
  expect(steps.map(({ durationS }) => durationS)).toEqual([60, 3600, 3600]);
});

it("warns where more than 1 % of a cycle's time under current is covered by nothing", async () => {
  const samples = [
    { testTime: 0, current: 1, step: 1 },
    { testTime: 3600, current: 1, step: 1 },
    { testTime: 3673, current: -1, step: 2 }, // 73 s of 7,200
    { testTime: 7273, current: -1, step: 2 },
  ].map((row) => ({ cell: "uncovered", voltage: 3.7, cycle: 1, ...row }));
  await post(JSON.stringify({ samples, startedAt: "2026-01-01T00:00:00Z" }), "application/json");
  const { cycles } = await listCycleViews(scope, { params: { name: "uncovered" } });
  expect(cycles).toMatchObject([{ uncoveredS: 73, warnings: [{ message: expect.stringContaining("73 s") }] }]);
});

it("refuses a step time that is no number", async () => {
  const samples = [{ cell: "A", voltage: 3.7, current: 1, time: 1.7e12, stepTime: "soon" }];
  expect(await post(JSON.stringify({ samples }), "application/json")).toMatchObject({
    status: 422,
    answer: { errors: [{ pointer: "/samples/0/stepTime" }] },
  });
});

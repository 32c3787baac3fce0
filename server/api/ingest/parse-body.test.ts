import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { type Form, readForm } from "./forms";
import { parseBody } from "./parse-body";

const READ = { nowMs: Date.UTC(2026, 0, 31, 12), startedAtUs: null };
const CONTEXT = { ...READ, labId: 1 };
const START_MS = Date.UTC(2026, 0, 1);

const LARGE = Array.from({ length: 40_000 }, (_, index) => ({
  cell: index % 3 === 0 ? "A" : "B",
  time: START_MS + index,
  voltage: 3 + (index % 1000) / 1000,
  current: -1.25,
  cycle: 7,
}));
const FAULTY = LARGE.map((row, index) => (index === 20_000 ? { ...row, voltage: 2000 } : row));
const FORMS: readonly [Form, string][] = [
  ["application/json", JSON.stringify({ samples: LARGE, cells: { A: { nominalCapacityAh: 3 } } })],
  ["application/x-ndjson", LARGE.map((row) => JSON.stringify(row)).join("\n")],
  [
    "text/csv",
    [
      "cell,time,voltage,current,cycle",
      ...LARGE.map((row) => [row.cell, row.time, row.voltage, row.current, row.cycle]),
    ]
      .join("\n")
      .padEnd(2.5 * 2 ** 20, "\n"),
  ],
];

it.each(FORMS)(
  "reads a large body of %s in a thread as it would be read at once, packed or not",
  async (form, text) => {
    const sent = Buffer.from(text);
    expect(sent.length).toBeGreaterThan(2 * 2 ** 20);
    const atOnce = readForm(form, sent, READ);
    expect(await parseBody({ sent, isPacked: false }, form, CONTEXT)).toEqual(atOnce);
    expect(await parseBody({ sent: gzipSync(sent), isPacked: true }, form, CONTEXT)).toEqual(atOnce);
  },
);

it("lets others have their turn while a large body is parsed", async () => {
  let turns = 0;
  const counting = setInterval(() => {
    turns += 1;
  }, 1);
  const sent = gzipSync(`{"samples":[${"{},".repeat(400_000)}{}],"padding":[${"1,".repeat(2_500_000)}1]}`);
  const refused = parseBody({ sent, isPacked: true }, "application/json", CONTEXT);
  await expect(refused).rejects.toMatchObject({ kind: "invalid_input" });
  clearInterval(counting);
  expect(turns).toBeGreaterThan(20);
});

it("lets the large bodies of several labs take turns, however many one of them sends", async () => {
  const sent = Buffer.from(JSON.stringify({ samples: LARGE }));
  const order: number[] = [];
  const parse = (labId: number) =>
    parseBody({ sent, isPacked: false }, "application/json", { ...READ, labId }).then(() => order.push(labId));
  await Promise.all([1, 1, 1, 1, 2].map(parse));
  expect(order).toEqual([1, 2, 1, 1, 1]);
});

it("ends a thread that takes more processor time than it may, and reads the next body", async () => {
  const sent = Buffer.from(JSON.stringify({ samples: LARGE }));
  const body = { sent, isPacked: false };
  const refused = parseBody(body, "application/json", CONTEXT, { mostCpuS: 0.001, watchEveryMs: 1 });
  await expect(refused).rejects.toMatchObject({
    kind: "too_large",
    message: expect.stringContaining("over 0.001 s of processor time"),
  });
  expect((await parseBody(body, "application/json", CONTEXT)).samples).toBe(LARGE.length);
});

const big = (text: string) => gzipSync(text);
it.each([
  ["a name of 60 MB", big(`{"samples":[{"cell":"${"a".repeat(60_000_000)}"}]}`), { kind: "invalid_input" }],
  ["an unknown name of 5 MB", big(`{"samples":[{"${"x".repeat(5_000_000)}":1}]}`), { kind: "invalid_input" }],
  ["65 MiB", big("[".padEnd(65 * 2 ** 20)), { kind: "too_large" }],
  ["no JSON", big("{".padEnd(3 * 2 ** 20)), { kind: "malformed" }],
  ["half of a gzip", big("[".padEnd(3 * 2 ** 20)).subarray(0, 2000), { kind: "malformed" }],
  [
    "a wrong value in the midst of many",
    big(JSON.stringify({ samples: FAULTY })),
    { kind: "invalid_input", problems: [{ pointer: "/samples/20000/voltage" }] },
  ],
])("refuses %s as it would be refused at once", async (_, sent, error) => {
  await expect(parseBody({ sent, isPacked: true }, "application/json", CONTEXT)).rejects.toMatchObject(error);
});

import { afterEach, beforeEach, expect, it } from "vitest";
import { env } from "@/server/env";
import { UnreadableFileError } from "@/server/importers/cycler-file";
import { bdfFile } from "@/server/testing/senders/import-sender";
import { zipOf } from "@/server/testing/files/packed-file";
import { readInThread } from "./read-in-thread";
import { readingThreads } from "./reading-threads";

const before = { ...env() };
beforeEach(() => readingThreads().close()); // each begins with threads of its own settings
afterEach(() => {
  Object.assign(env(), before);
});

const OPTIONS = { format: "auto", startedAtUs: 1.7e15, timeZone: "UTC", isPartial: false };

/** Reads a file for a lab, and counts the samples of its parts. */
async function read(content: AsyncIterable<Uint8Array>, labId = 1) {
  let samples = 0;
  const summary = await readInThread({
    labId,
    content,
    options: OPTIONS,
    onPart: async ({ header }) => {
      samples += header.length;
    },
  });
  return { samples, summary };
}

async function* bytesOf(...texts: (string | Uint8Array)[]) {
  for (const text of texts) yield typeof text === "string" ? Buffer.from(text) : text;
}

/** One that goes on for ever. */
async function* endless() {
  yield Buffer.from(bdfFile({ rows: 0 }));
  for (let from = 0; ; from += 5000) {
    const rows = bdfFile({ rows: 5000, from });
    yield Buffer.from(rows.slice(rows.indexOf("\n") + 1));
  }
}

/** One of which the rest arrives when somebody lets it. */
function heldBack(text: string) {
  const rest = Promise.withResolvers<void>();
  async function* content() {
    yield Buffer.from(text.slice(0, text.length / 2));
    await rest.promise;
    yield Buffer.from(text.slice(text.length / 2));
  }
  return { content: content(), letGo: () => rest.resolve() };
}

const refusal = (message: string) => ({ message: expect.stringContaining(message) });

it("hands on every sample in order, with what the file is", async () => {
  const { samples, summary } = await read(bytesOf(bdfFile({ rows: 45_000 })));
  expect([samples, summary.samples, summary.format]).toEqual([45_000, 45_000, "bdf"]);
});

it("ends the reading of a file that takes more processor time than it may, and reads the next", async () => {
  Object.assign(env(), { IMPORT_CPU_S: 0.5, IMPORT_CPU_S_PER_MIB: 0 });
  const refused = read(endless());
  await expect(refused).rejects.toThrow(UnreadableFileError);
  await expect(refused).rejects.toMatchObject(refusal("processor time"));
  Object.assign(env(), before);
  expect(await read(bytesOf(bdfFile({ rows: 9 })))).toMatchObject({ samples: 9 });
});

it("ends the reading of a file that takes more memory than it may, and reads the next", async () => {
  Object.assign(env(), { IMPORT_THREAD_MIB: 48 });
  const texts = Array.from({ length: 1_000_000 }, (_, index) => `<si><t>text ${index}</t></si>`).join("");
  const workbook = zipOf({ "xl/workbook.xml": "<workbook/>", "xl/sharedStrings.xml": `<sst>${texts}</sst>` }, true);
  await expect(read(bytesOf(workbook))).rejects.toMatchObject(refusal("48 MiB of memory"));
  expect(await read(bytesOf(bdfFile({ rows: 9 })))).toMatchObject({ samples: 9 });
});

it("outlives a file that claims, or holds, more in one piece than the thread may have", async () => {
  Object.assign(env(), { IMPORT_THREAD_MIB: 48 });
  const listOf33Million = [0x29, 0xfc, 0xc0, 0x96, 0xde, 0x0f];
  const parquet = Buffer.from([...Buffer.from("PAR1"), ...listOf33Million, 6, 0, 0, 0, ...Buffer.from("PAR1")]);
  await expect(read(bytesOf(parquet))).rejects.toMatchObject(refusal("claims a list"));
  const text = `<sst><si><t>${"x".repeat(60_000_000)}</t></si></sst>`;
  const workbook = zipOf({ "xl/workbook.xml": "<workbook/>", "xl/sharedStrings.xml": text }, true);
  await expect(read(bytesOf(workbook))).rejects.toMatchObject(refusal("of over 1 MiB"));
  expect(await read(bytesOf(bdfFile({ rows: 9 })))).toMatchObject({ samples: 9 });
});

it("tells whoever keeps the parts of a failure of theirs, and reads the next with the same thread", async () => {
  const onPart = () => Promise.reject(new Error("the disk is full"));
  const content = bytesOf(bdfFile({ rows: 90_000 }));
  await expect(readInThread({ labId: 1, content, options: OPTIONS, onPart })).rejects.toThrow("the disk is full");
  expect(await read(bytesOf(bdfFile({ rows: 9 })))).toMatchObject({ samples: 9 });
});

it("leaves other labs a thread while files of one lab arrive, and then reads what waited", async () => {
  Object.assign(env(), { IMPORT_THREADS: 2 });
  const [first, second] = [heldBack(bdfFile({ rows: 50 })), heldBack(bdfFile({ rows: 60 }))];
  const ofOne = [read(first.content), read(second.content)];
  expect(await read(bytesOf(bdfFile({ rows: 9 })), 2)).toMatchObject({ samples: 9 });
  first.letGo();
  second.letGo();
  expect(await Promise.all(ofOne)).toMatchObject([{ samples: 50 }, { samples: 60 }]);
});

it("sends a slow sender away while others wait for its thread", async () => {
  Object.assign(env(), { IMPORT_THREADS: 1 });
  const slow = heldBack(bdfFile({ rows: 50 }));
  const refused = read(slow.content);
  refused.catch(() => {}); // below
  const waited = read(bytesOf(bdfFile({ rows: 9 })), 2);
  await expect(refused).rejects.toMatchObject({ kind: "too_slow" });
  expect(await waited).toMatchObject({ samples: 9 });
  slow.letGo();
});

import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { type Abuse, type Answers, added, countAnswers, type Target, times } from "./abuse";
import { ask, change, groupingId, ingest, read, SECOND_MS, START_MS, withKey } from "./requests";
import { openStream } from "./streams";

// What a member may ask, asked in a loop, and what costs the database much: bursts, deletions, streams.

const SAMPLES_A_CYCLE = 400;
const MAX_BATCH = 50_000;

/** A batch in columns: charge and discharge in turn, a second a sample. */
function batchOf(cell: string, { from, samples }: { from: number; samples: number }) {
  const places = Array.from({ length: samples }, (_, index) => from + index);
  return {
    series: [
      {
        cell,
        time: places.map((place) => START_MS + place * SECOND_MS),
        voltage: places.map((place) => 3.5 + (place % SAMPLES_A_CYCLE) / 1000),
        current: places.map((place) => (place % SAMPLES_A_CYCLE < SAMPLES_A_CYCLE / 2 ? 1 : -1)),
        cycle: places.map((place) => Math.floor(place / SAMPLES_A_CYCLE)),
      },
    ],
  };
}

const cyclesAnswer = z.object({ cycles: z.array(z.object({ cycle: z.int() })) });

/** Waits until the last cycle of a cell can be read. */
async function untilStored(target: Target, cell: string, samples: number): Promise<void> {
  const last = Math.floor((samples - 1) / SAMPLES_A_CYCLE);
  for (let tries = 0; tries < 600; tries++) {
    const response = await fetch(`${target.url}/api/v1/cells/${cell}/cycles`, { headers: withKey(target) });
    if (response.ok && cyclesAnswer.parse(await response.json()).cycles.at(-1)?.cycle === last) return;
    await pause(100);
  }
}

async function storeCell(target: Target, cell: string, samples: number): Promise<Answers> {
  const parts = times(Math.ceil(samples / MAX_BATCH), (part) => {
    const from = part * MAX_BATCH;
    return () => ingest(target, batchOf(cell, { from, samples: Math.min(MAX_BATCH, samples - from) }));
  });
  const answers = await countAnswers(parts, 2);
  await untilStored(target, cell, samples);
  return answers;
}

export const IN_READS: readonly Abuse[] = [
  {
    name: "millions of samples in a burst of one key",
    mayAnswer: [202, 429],
    run: (target, share) =>
      countAnswers(
        times(
          Math.round(120 * share),
          (batch) => () =>
            ingest(target, batchOf(`burst ${batch % 6}`, { from: batch * MAX_BATCH, samples: MAX_BATCH })),
        ),
        8,
      ),
  },
  {
    name: "curves, derivatives, peers and ageing of a long cell in a loop",
    mayAnswer: [200, 202, 429],
    mustAnswer: [200],
    run: async (target, share) => {
      const stored = await storeCell(target, "long", Math.round(1_000_000 * share));
      const kinds = ["vq", "dqdv", "dvdq", "dq", "vit"];
      // Other parameters each time: nothing is remembered from the one before.
      const askFor = (index: number) => [
        () => read(target, `/api/v1/cells/long/curves?kind=${kinds[index % kinds.length]}&cycles=${index % 50}-2000`),
        () => read(target, "/api/v1/cells/long/ageing"),
        () => ask(target, "cells.ageing", { cell: "long" }),
        () => ask(target, "cells.peers", { cell: "long", groupingId: 0, cycle: index % 50, kind: "vq", mode: null }),
        () => read(target, `/api/v1/cells/long/samples?points=1000&from=${START_MS + index}`),
        () => read(target, "/api/v1/cells/long/steps"),
      ];
      const asked = [...times(Math.round(100 * share), askFor)].flat();
      return added(stored, await countAnswers(asked, 16));
    },
  },
  {
    name: "exports of every kind in a loop",
    mayAnswer: [200, 202, 429, 503],
    mustAnswer: [200, 429],
    run: async (target, share) => {
      const stored = await storeCell(target, "exported", Math.round(1_000_000 * share));
      const all = await groupingId(target, "Wide");
      const paths = [
        ...["bdf", "csv", "parquet"].map((format) => `/api/v1/cells/exported/export?format=${format}`),
        `/api/v1/groupings/${all}/export`,
        "/api/v1/export",
      ];
      const asked = times(
        Math.max(20, Math.round(60 * share)),
        (index) => () => read(target, paths[index % paths.length] ?? ""),
      );
      return added(stored, await countAnswers(asked, 10));
    },
  },
  {
    name: "ranges of a long cell deleted in a loop, beside settings of it",
    mayAnswer: [200, 201, 202, 429],
    mustAnswer: [200],
    run: async (target, share) => {
      const samples = Math.round(1_000_000 * share);
      const stored = await storeCell(target, "cut", samples);
      const { labSlug } = target;
      const rangeOf = (index: number) => {
        const from = START_MS + ((index * samples) / 40) * SECOND_MS;
        return { cell: "cut", from, to: from + 100 * SECOND_MS };
      };
      const remove = (index: number) => () =>
        change(target, "cells.removeTimeRange", { labSlug, given: rangeOf(index) });
      const put = (index: number) => () =>
        change(target, "cells.put", { labSlug, given: { name: "cut", changes: { nominalCapacityAh: 1 + index } } });
      const changes = [...times(40, (index) => (index % 4 === 0 ? remove(index) : put(index)))];
      return added(stored, await countAnswers(changes, 10));
    },
  },
  {
    name: "a hundred event streams of a user, while the lab changes twenty times a second",
    mayAnswer: [200, 202, 429],
    mustAnswer: [200, 429],
    run: async (target, share) => {
      const streams = times(100, () => openStream(target));
      const opened = await Promise.all(streams);
      const changes = times(Math.round(600 * share), (index) => async () => {
        await pause(50);
        return ingest(target, batchOf("streamed", { from: index, samples: 1 }));
      });
      const changed = await countAnswers(changes, 1);
      for (const { end } of opened) end();
      const answered = await countAnswers(
        opened.map(
          ({ answer }) =>
            async () =>
              answer,
        ),
        1,
      );
      return added(answered, changed);
    },
  },
];

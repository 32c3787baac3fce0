import { type Abuse, added, countAnswers, statusOf, times } from "./abuse";
import { groupingId, ingest, read, REFUSED, sample, SECOND_MS, START_MS, withKey } from "./requests";

const WEEK_MS = 7 * 86_400 * SECOND_MS;

export const IN_STATE: readonly Abuse[] = [
  {
    name: "a batch with a sample each week since 1990",
    mayAnswer: REFUSED,
    run: (target) =>
      countAnswers(
        [
          () =>
            ingest(target, {
              samples: Array.from({ length: 1900 }, (_, week) =>
                sample("weeks", Date.UTC(1990, 0, 1) + week * WEEK_MS),
              ),
            }),
        ],
        1,
      ),
  },
  {
    name: "a key of its own for each of thousands of batches",
    mayAnswer: [202, 429],
    run: (target, share) =>
      countAnswers(
        times(
          Math.round(4000 * share),
          (index) => () =>
            ingest(target, { samples: [sample("keys", START_MS + index)] }, { "idempotency-key": `abuse-${index}` }),
        ),
        20,
      ),
  },
  {
    name: "cycles with numbers of their own in each of 500 cells, and a group for each of them",
    mayAnswer: [200, 201, 202, 409, 413, 422, 429],
    run: async (target, share) => {
      const post = (path: string, body: object) =>
        statusOf(target.url + path, { method: "POST", headers: withKey(target), body: JSON.stringify(body) });
      await post("/api/v1/metadata-fields", { name: "wide", type: "text" });
      await post("/api/v1/groupings", { name: "Wide", by: ["wide"] });
      const batchOf = (cell: number) => ({
        cells: { [`wide-${cell}`]: { metadata: { wide: `${cell}` } } },
        samples: Array.from({ length: 200 }, (_, index) =>
          sample(`wide-${cell}`, START_MS + index * SECOND_MS, {
            cycle: cell * 1000 + (index >> 2),
            current: index % 4 < 2 ? 1 : -1,
          }),
        ),
      });
      const sent = await countAnswers(
        times(Math.round(500 * share), (cell) => () => ingest(target, batchOf(cell))),
        8,
      );
      const id = await groupingId(target, "Wide");
      const path = `/api/v1/groupings/${id}/cycles?metric=dischargeCapacityAh`;
      return added(
        sent,
        await countAnswers(
          times(5, () => () => read(target, path)),
          5,
        ),
      );
    },
  },
  {
    name: "rules with 8,000 values each",
    mayAnswer: REFUSED,
    run: (target) => {
      const values = Array.from({ length: 8000 }, (_, index) => `value ${index}`);
      const rules = Array.from({ length: 20 }, (_, rule) => ({
        name: `rule ${rule}`,
        where: [{ field: "group", op: "in", value: values }],
      }));
      return countAnswers(
        times(
          3,
          (index) => () =>
            statusOf(`${target.url}/api/v1/groupings`, {
              method: "POST",
              headers: withKey(target),
              body: JSON.stringify({ name: `rules ${index}`, rules }),
            }),
        ),
        3,
      );
    },
  },
];

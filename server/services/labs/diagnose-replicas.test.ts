import { expect, it } from "vitest";
import { findingsOfReplicas } from "./diagnose-replicas";

const said = (replicas: Parameters<typeof findingsOfReplicas>[0]) =>
  findingsOfReplicas(replicas).map(({ level, what }) => `${level}: ${what}`);
const LOSES = "error: Replicas of Redis that Sentinel may promote: 2; DURABLE_REPLICAS:";
const AWAY = "error: Redis has 1 of 2 replicas.";

it.each([
  ["as many as may be promoted", { wanted: 2, online: 2, promotable: 2 }, []],
  ["more than may be promoted, all there", { wanted: 2, online: 2, promotable: 1 }, []],
  [
    "fewer than may be promoted, though all of them are there",
    { wanted: 1, online: 2, promotable: 2 },
    [`${LOSES} 1.`],
  ],
  ["none, while Sentinel may promote some", { wanted: 0, online: null, promotable: 2 }, [`${LOSES} 0.`]],
  ["more than follow", { wanted: 2, online: 1, promotable: 2 }, [AWAY]],
  [
    "more than follow, and fewer than may be promoted",
    { wanted: 1, online: 0, promotable: 2 },
    [`${LOSES} 1.`, "error: Redis has 0 of 1 replicas."],
  ],
  ["more than follow, without sentinels", { wanted: 2, online: 1, promotable: null }, [AWAY]],
  ["some, of a Redis that does not answer", { wanted: 2, online: null, promotable: null }, []],
])("are to be %s", (_, replicas, findings) => {
  expect(said(replicas)).toEqual(findings);
});

it("say what happens to batches meanwhile, as the operator's guide does", () => {
  const [away] = findingsOfReplicas({ wanted: 2, online: 1, promotable: 2 });
  expect(away?.todo).toContain(
    "a batch takes 2 s longer, and is answered 503 where PostgreSQL does not have it by then",
  );
});

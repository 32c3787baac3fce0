import { z } from "zod";
import { CATHODES, type CellDesign, TEST_TYPES } from "@/server/domain/simulated-cells/cell-design";
import { type LabClient, Refusal } from "./lab-client";

const FIELD = { cathode: "cathode", testType: "test type", channel: "channel" };

const FIELDS = [
  { name: FIELD.cathode, type: "choice", options: CATHODES },
  { name: FIELD.testType, type: "choice", options: TEST_TYPES },
  { name: FIELD.channel, type: "text" },
];

/** In the order shown: the first one is what a page opens with. */
const GROUPINGS = [
  { name: "Cathode", by: [FIELD.cathode] },
  { name: "Cathode and test type", by: [FIELD.cathode, FIELD.testType] },
];

const named = z.array(z.object({ name: z.string() }));
const fieldsAnswer = z.object({ metadataFields: named });
const groupingsAnswer = z.object({ groupings: named });

/** What an ingest body says of a cell besides its samples. */
export function cellValues({ cathode, testType, channel, nominalCapacityAh }: CellDesign) {
  return {
    metadata: { [FIELD.cathode]: cathode, [FIELD.testType]: testType, [FIELD.channel]: channel },
    nominalCapacityAh,
  };
}

/** Makes the fields and groupings that the lab lacks. A key that may not goes on: the server makes text fields of what it is sent. */
export async function prepareLab(client: LabClient, print: (line: string) => void): Promise<void> {
  const fields = await client.get("/api/v1/metadata-fields", fieldsAnswer);
  const groupings = await client.get("/api/v1/groupings", groupingsAnswer);
  const missing = [
    ...lacking(FIELDS, fields?.metadataFields).map((body) => ({ path: "/api/v1/metadata-fields", body })),
    ...lacking(GROUPINGS, groupings?.groupings).map((body) => ({ path: "/api/v1/groupings", body })),
  ];
  for (const { path, body } of missing) {
    try {
      await client.post(path, body);
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      if (cause.status === 403) return print("the key may not make fields and groupings; going on without them");
      if (cause.status !== 409) throw cause; // 409: somebody else just made it
    }
  }
}

function lacking<T extends { name: string }>(wanted: readonly T[], present: readonly { name: string }[] = []): T[] {
  const names = new Set(present.map(({ name }) => name));
  return wanted.filter(({ name }) => !names.has(name));
}

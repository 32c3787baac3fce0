import { z } from "zod";
import { SHARE_HEADER } from "@/server/domain/labs/granted-view";

/** Questions of a page with what they were answered when the view was frozen. */
const keptAnswers = z.array(
  z.object({ path: z.string(), input: z.record(z.string(), z.unknown()), answer: z.unknown() }),
);
export type KeptAnswer = z.output<typeof keptAnswers>[number];

/** What a frozen view showed. @throws Error where the server does not answer with it */
export async function fetchKeptAnswers(secret: string): Promise<KeptAnswer[]> {
  const answer = await fetch("/api/shared/answers", { headers: { [SHARE_HEADER]: secret } });
  if (!answer.ok) throw new Error(`The snapshot was answered with ${answer.status}.`);
  return keptAnswers.parse(await answer.json());
}

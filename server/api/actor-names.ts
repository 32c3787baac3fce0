import { listApiKeyNames } from "../data/team/api-key-reads";
import { listAccountNames } from "../data/accounts/user-reads";
import type { LabScope } from "../lab-scope";

const USER = /^user:(.+)$/s;
const KEY = /^key:(\d+)$/;

/** What those are called whom the audit of this lab names. */
export async function actorNames(scope: LabScope, actors: readonly string[]): Promise<(actor: string) => string> {
  const matches = (pattern: RegExp) => actors.flatMap((actor) => pattern.exec(actor)?.[1] ?? []);
  const users = await listAccountNames({ userIds: matches(USER) });
  const keys = await listApiKeyNames(scope, { apiKeyIds: matches(KEY).map(Number) });
  return (actor) => {
    const userId = USER.exec(actor)?.[1];
    if (userId !== undefined) return users.get(userId) ?? "Somebody who deleted their account";
    const keyId = KEY.exec(actor)?.[1];
    if (keyId !== undefined) return `Key ${keys.get(Number(keyId)) ?? keyId}`;
    return actor === "operator" ? "The operator" : "ChargeTracker";
  };
}

/** What somebody said of a cell, or of several. */
type Mark = { actor: string; createdAt: Date; cellId: number | null };

const SOMEBODY = "Somebody of the lab";

type MarkView<M extends Mark> = Omit<M, keyof Mark> & { by: string; at: string };

/** Marks as answers have them: with whoever said it by name, and when. Who they are, a link tells nobody. */
export async function markViews<M extends Mark>(scope: LabScope, marks: readonly M[]): Promise<MarkView<M>[]> {
  const viewOf = await viewing(scope, marks);
  return marks.map((mark) => viewOf(mark));
}

/** The same of one mark. */
export async function markView<M extends Mark>(scope: LabScope, mark: M): Promise<MarkView<M>> {
  return (await viewing(scope, [mark]))(mark);
}

async function viewing(scope: LabScope, marks: readonly Mark[]) {
  const actors = [...new Set(marks.map(({ actor }) => actor))];
  const nameOf = scope.narrowedTo === null ? await actorNames(scope, actors) : () => SOMEBODY;
  return <M extends Mark>({ actor, createdAt, cellId: _cellId, ...mark }: M): MarkView<M> => {
    return { ...mark, by: nameOf(actor), at: createdAt.toISOString() };
  };
}

/** Whom an abuse is aimed at: a running service, and a lab of the attacker's own. */
export type Target = {
  url: string;
  labSlug: string;
  /** A key of the attacker's lab with all scopes. */
  key: string;
  /** The cookie of the attacker's session. */
  cookie: string;
};

/** How often each answer came: a status, or "closed" where the connection ended without one. */
export type Answers = Record<string, number>;

/** What a hostile customer, or a careless script, does. */
export type Abuse = {
  name: string;
  /** Which answers are right; anything else is a finding. */
  mayAnswer: readonly (number | "closed")[];
  /** Of these, what at least one is answered at any strength: where it is not, the bound was not met, and nothing is proved. */
  mustAnswer?: readonly number[];
  /** @param share of its full strength, from 0 to 1: the short form does less of the same */
  run: (target: Target, share: number) => Promise<Answers>;
};

/** What is wrong with the answers to an abuse, each in a few words; nothing where it was answered as it should. */
export function faultsOf({ mayAnswer, mustAnswer = [] }: Omit<Abuse, "name" | "run">, answers: Answers): string[] {
  const wrong = Object.keys(answers).filter((answer) => !mayAnswer.some((right) => String(right) === answer));
  const missing = mustAnswer.filter((answer) => answers[answer] === undefined);
  return [
    ...wrong.map((answer) => `${answers[answer]} × ${answer}`),
    ...missing.map((answer) => `nothing was answered ${answer}`),
  ];
}

/** Counts answers of requests, of which so many are under way at once. */
export async function countAnswers(
  requests: Iterable<() => Promise<number | "closed">>,
  atOnce: number,
): Promise<Answers> {
  const answers: Answers = {};
  const waiting = requests[Symbol.iterator]();
  const work = async () => {
    for (let next = waiting.next(); !next.done; next = waiting.next()) {
      const answer = await next.value();
      answers[answer] = (answers[answer] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return answers;
}

/** The status of a request, or "closed". The body is read: the connection is used again. */
export async function statusOf(url: string, init: RequestInit & { duplex?: "half" } = {}): Promise<number | "closed"> {
  try {
    const response = await fetch(url, { redirect: "manual", ...init });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return "closed";
  }
}

/** `make(0)`, `make(1)`, … as requests. */
export function* times<T>(count: number, make: (index: number) => T): Generator<T> {
  for (let index = 0; index < count; index++) yield make(index);
}

/** The answers of both. */
export function added(left: Answers, right: Answers): Answers {
  const sum = { ...left };
  for (const [answer, count] of Object.entries(right)) sum[answer] = (sum[answer] ?? 0) + count;
  return sum;
}

import { faultsOf, statusOf, type Target } from "../abuse/abuse";
import { ABUSES } from "../abuse/abuses";
import { makeAttacker } from "../abuse/attacker";
import type { Case, Stage } from "../case";
import type { System } from "../system";

// What a hostile customer does, while cyclers of another lab send: it is answered as it should, nobody else is, and nothing ends.

/** Batches before an abuse, and after it. */
const SOME = 20;

const attackers = new WeakMap<System, Promise<Target>>();

/** One for all cases: a system has few labs and keys to give. */
function attackerOf(system: System): Promise<Target> {
  const known = attackers.get(system) ?? makeAttacker(system.url, system.env);
  attackers.set(system, known);
  return known;
}

async function readsAsBefore({ system, complain }: Stage): Promise<void> {
  const headers = { authorization: `Bearer ${system.lab.key}` };
  const answer = await statusOf(`${system.url}/api/v1/cells?limit=1`, { headers });
  if (answer !== 200) complain(`another lab's read was answered ${answer}`);
}

export const ABUSE_CASES: readonly Case[] = ABUSES.map((abuse) => ({
  name: `abuse: ${abuse.name}`,
  run: async (stage) => {
    const { system, cyclers, complain, note, abuseShare } = stage;
    const attacker = await attackerOf(system);
    cyclers.begin();
    await cyclers.untilAcknowledged(SOME);
    const answers = await abuse.run(attacker, abuseShare);
    await readsAsBefore(stage);
    await cyclers.untilAcknowledged(SOME);
    note(`answered ${JSON.stringify(answers)}`);
    for (const fault of faultsOf(abuse, answers)) complain(fault);
  },
}));

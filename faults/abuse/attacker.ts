import { z } from "zod";
import { admin } from "../../scripts/services/application.mjs";
import type { Target } from "./abuse";

const createdLab = z.object({ labSlug: z.string(), email: z.string(), password: z.string(), apiKey: z.string() });

/** Makes a lab for the attacker, with a key of all scopes, and signs its owner in. */
export async function makeAttacker(url: string, env: NodeJS.ProcessEnv): Promise<Target> {
  const email = "attacker@example.org";
  const lab = createdLab.parse(await admin(env, ["create-lab", "--name", "attacker", "--email", email]));
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: env.APP_URL ?? url },
    body: JSON.stringify({ email, password: lab.password }),
  });
  const cookie = answer.headers.getSetCookie().map((each) => each.split(";", 1)[0]);
  if (!answer.ok || cookie.length === 0) throw new Error(`the attacker was not let in: ${answer.status}`);
  return { url, labSlug: lab.labSlug, key: lab.apiKey, cookie: cookie.join("; ") };
}

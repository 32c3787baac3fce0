import { hasPendingInvitation } from "../../data/accounts/sign-up-reads";
import { env } from "../../env";

/** Who may make an account here, for the page that says so. */
export function signUpPolicy(): { mode: "open" | "invite" | "closed"; domains: readonly string[] } {
  return { mode: env().SIGNUP, domains: env().SIGNUP_DOMAINS };
}

/** Why an address may belong to nobody here, or null. It depends on the address alone, not on whether it has an account. */
export function refusedDomain(email: string): string | null {
  const domains = env().SIGNUP_DOMAINS;
  const domain = email.slice(email.lastIndexOf("@") + 1).toLowerCase();
  if (domains.length === 0 || domains.includes(domain)) return null;
  return `Only addresses of ${domains.join(", ")} may be used here.`;
}

/** Why nobody may sign up with this address, or null. */
export async function refusedSignUp(email: string): Promise<string | null> {
  const { mode } = signUpPolicy();
  if (mode === "closed") return "This service takes no new accounts.";
  const refusal = refusedDomain(email);
  if (refusal !== null) return refusal;
  if (mode === "open" || (await hasPendingInvitation(email))) return null;
  return "This service takes new accounts by invitation only. Ask an admin of your lab to invite this address.";
}

import { randomBytes } from "node:crypto";
import { z } from "zod";
import { labScopeForNewMember } from "../../auth/lab-scope";
import { insertLab } from "../../data/accounts/account-writes";
import { insertAudit } from "../../data/audit/audit-writes";
import { inAccounts } from "../../data/accounts/auth-client";
import { countLabsOwned } from "../../data/labs/lab-reads";
import { insertMissingMember } from "../../data/team/member-writes";
import { isUniqueViolation } from "../../data/prisma-clients";
import { findAccount, lockUser } from "../../data/accounts/user-reads";
import { proposeSlug, SLUG } from "../../domain/labs/lab-slugs";
import { AppError } from "../../errors";
import { plainName } from "../../domain/cells/input-names";
import { timeZoneName } from "../../domain/samples/input-time-zone";

/** Enough for whoever runs labs; few for whoever fills the server. */
const MAX_LABS_OWNED = 20;

export const labSlug = z.string().regex(SLUG, "expected up to 64 lower-case letters, digits and single hyphens");

export const ownLabInput = z.strictObject({
  name: plainName,
  slug: labSlug.optional(),
  timeZone: timeZoneName,
});

/** Makes a lab of which the signed-in user is the owner. */
export async function createOwnLab(
  { userId }: { userId: string },
  input: z.input<typeof ownLabInput>,
): Promise<{ labSlug: string }> {
  const { name, timeZone, slug = slugFor(name) } = ownLabInput.parse(input);
  await inAccounts(async (tx) => {
    const account = await findAccount(tx, { userId });
    if (!account?.emailVerified) throw new AppError("forbidden", "Verify your e-mail address first.");
    await lockUser(tx, { userId }); // of two at once, the second counts what the first made
    if ((await countLabsOwned(tx, { userId })) >= MAX_LABS_OWNED) {
      throw new AppError("conflict", `You own ${MAX_LABS_OWNED} labs. Delete one first, or ask the operator.`);
    }
    const lab = await insertLab(tx, { name, slug, timeZone });
    await insertMissingMember(tx, { organizationId: lab.id, userId, role: "owner" });
    const scope = labScopeForNewMember({ userId, labId: lab.labId, role: "owner" });
    await insertAudit(scope, tx, { action: "lab.create", subject: name, before: null, after: { slug, timeZone } });
  }).catch((cause) => {
    if (!isUniqueViolation(cause)) throw cause;
    throw new AppError("conflict", `The address "${slug}" is taken. Choose another.`, { cause });
  });
  return { labSlug: slug };
}

/** What the address of a lab is when nobody chose one. */
export function slugFor(name: string): string {
  return proposeSlug(name) || `lab-${randomBytes(4).toString("hex")}`;
}

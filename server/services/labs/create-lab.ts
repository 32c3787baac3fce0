import { randomBytes } from "node:crypto";
import { z } from "zod";
import { auth } from "../../auth/accounts/auth";
import { labScopeForAdmin } from "../../auth/lab-scope";
import { insertLab, insertUser, upsertMember, upsertPassword } from "../../data/accounts/account-writes";
import { askAccounts } from "../../data/accounts/auth-client";
import { findLabBySlug } from "../../data/labs/lab-reads";
import { isUniqueViolation } from "../../data/prisma-clients";
import { AppError } from "../../errors";
import { createApiKey, KEY_SCOPES } from "../team/create-api-key";
import { labSlug, slugFor } from "./create-own-lab";
import { plainName } from "../../domain/cells/input-names";

const PASSWORD_BYTES = 12;

export const labInput = z.strictObject({
  name: plainName,
  email: z.email().transform((email) => email.toLowerCase()),
  slug: labSlug.optional(),
  /** Whether a lab that has the slug is taken as it is, and its owner's password set anew. */
  ifMissing: z.boolean().default(false),
});

export type CreatedLab = {
  labId: number;
  labSlug: string;
  email: string;
  /** null for somebody who had an account already: they keep their password. */
  password: string | null;
  apiKey: string;
};

/** A verified user, a lab that they own, and a key with all scopes: what the operator starts a lab with. */
export async function createLab(input: z.input<typeof labInput>): Promise<CreatedLab> {
  const { name, email, ifMissing, slug = slugFor(input.name) } = labInput.parse(input);
  const newPassword = randomBytes(PASSWORD_BYTES).toString("base64url");
  const passwordHash = await (await auth().$context).password.hash(newPassword);
  const made = await askAccounts((client) =>
    client.$transaction(async (tx) => {
      const existing = ifMissing
        ? await tx.lab.findUnique({ where: { slug }, select: { id: true, labId: true } })
        : null;
      const lab = existing ?? (await insertLab(tx, { name, slug }));
      const user = await tx.user.findUnique({ where: { email }, select: { id: true } });
      const userId = user?.id ?? crypto.randomUUID();
      if (!user) await insertUser(tx, { userId, email, name: email.split("@")[0] ?? email, passwordHash });
      else if (ifMissing) await upsertPassword(tx, { userId, passwordHash });
      await upsertMember(tx, { organizationId: lab.id, userId, role: "owner" });
      return { labId: lab.labId, password: user && !ifMissing ? null : newPassword };
    }),
  ).catch(async (cause) => {
    if (!isUniqueViolation(cause)) throw cause;
    const isTaken = (await findLabBySlug(slug)) !== null;
    const hint = isTaken ? "Give another --slug, or --if-missing to take the lab as it is." : "Try again.";
    throw new AppError("conflict", `The lab "${slug}" or the account was made by somebody else. ${hint}`, { cause });
  });
  const { apiKey } = await createApiKey(labScopeForAdmin(made.labId), { name: "operator", scopes: [...KEY_SCOPES] });
  return { labId: made.labId, labSlug: slug, email, password: made.password, apiKey };
}

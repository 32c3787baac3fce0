import { randomBytes } from "node:crypto";
import { labScopeForMember } from "../auth/lab-scope";
import { authClient } from "../data/accounts/auth-client";
import type { Role } from "../domain/labs/permissions";
import type { LabScope } from "../lab-scope";
import { listKeptMails } from "../mail/kept-mails";
import { deliverWaitingMails } from "./delivered-mails";
import { createLab } from "./factories";

export type Person = { userId: string; email: string; name: string };

/** Somebody with an account. */
export async function createPerson(
  given: { email?: string; name?: string; emailVerified?: boolean } = {},
): Promise<Person> {
  const userId = randomBytes(8).toString("hex");
  const email = given.email ?? `${userId}@example.org`;
  const name = given.name ?? `Person ${userId}`;
  await authClient().user.create({ data: { id: userId, email, name, emailVerified: given.emailVerified ?? true } });
  return { userId, email, name };
}

/** Makes somebody a member of a lab, and answers how they act in it. */
export async function join(lab: { slug: string }, person: Person, role: Role): Promise<LabScope> {
  const data = { lab: { connect: { slug: lab.slug } }, user: { connect: { id: person.userId } }, role };
  await authClient().member.create({ data });
  return scopeOf(lab, person);
}

/** How somebody acts in a lab by now. */
export async function scopeOf(lab: { slug: string }, person: Person): Promise<LabScope> {
  const scope = await labScopeForMember(person.userId, lab.slug);
  if (!scope) throw new Error(`${person.name} is no member of ${lab.slug}`);
  return scope;
}

/** A lab with one member of each role. */
export async function createStaffedLab(name?: string) {
  const lab = await createLab(name);
  const staff = async (role: Role) => {
    const person = await createPerson();
    return { ...person, scope: await join(lab, person, role) };
  };
  return {
    labId: lab.labId,
    slug: lab.slug,
    owner: await staff("owner"),
    admin: await staff("admin"),
    member: await staff("member"),
    viewer: await staff("viewer"),
  };
}

/** The secret in the last mail that an address got. */
export async function lastInvitationTo(email: string): Promise<string> {
  await deliverWaitingMails();
  const mail = (await listKeptMails()).find(({ to }) => to === email);
  const token = /\/invitations#token=([A-Za-z0-9_-]+)/.exec(mail?.text ?? "")?.[1];
  if (token === undefined) throw new Error(`no invitation was sent to ${email}`);
  return token;
}

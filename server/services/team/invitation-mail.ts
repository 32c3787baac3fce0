import type { Role } from "../../domain/labs/permissions";
import { requestMail } from "../../jobs/contracts/mail-job";

const INVITATION_DAYS = 7;
const MS_PER_DAY = 86_400_000;

export const expiryOfInvitation = () => new Date(Date.now() + INVITATION_DAYS * MS_PER_DAY);

const LIKE_A_LINK = /:\/|\/\/|@|[\p{L}\p{N}]\.\p{L}{2,}/u;

/** A name that a mail program would make a link of: a stranger's words must not lead anywhere in our name. */
export const isLikeALink = (name: string) => LIKE_A_LINK.test(name.normalize("NFKC"));

type InvitationMail = { to: string; lab: string; inviter: string | null; role: Role; token: string };

/** Queued after the commit: nobody may get a link that does not work. @throws AppError `unavailable` */
export async function sendInvitation({ to, lab, inviter, role, token }: InvitationMail): Promise<void> {
  const who = inviter === null || isLikeALink(inviter) ? "You are invited" : `${inviter} invites you`;
  const where = isLikeALink(lab) ? "a lab" : `the lab “${lab}”`;
  await requestMail({
    to,
    subject: `${who} to ${where} on ChargeTracker`,
    text: [
      `${who} to join ${where} in the role “${role}”.`,
      `The link works once, for ${to}, within ${INVITATION_DAYS} days. Sign in with that address, or make an account with it.`,
      "If you do not know the lab, leave this mail alone: nothing happens without you.",
    ].join("\n\n"),
    action: { label: "See the invitation", path: `/invitations#token=${token}` },
  });
}

import type { MailPayload } from "@/server/jobs/contracts/mail-job";
import { deliverMail } from "@/server/mail/deliver-mail";

/** A mail server is slow, and takes a few connections at once. */
export const MAILS_AT_ONCE = 5;

/** One mail, as far as the mail server. */
export async function processMail(mail: MailPayload): Promise<void> {
  await deliverMail(mail);
}

import { type KeptMail, keepsMails, listKeptMails } from "../../mail/kept-mails";

/** Whether this server shows on a page the mails that it would send: never where a mail server is named. */
export function showsMails(): boolean {
  return keepsMails();
}

/** Those mails, the latest first; null where there is no such page. */
export async function mailsToShow(): Promise<KeptMail[] | null> {
  return keepsMails() ? listKeptMails() : null;
}

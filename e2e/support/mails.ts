import { readFileSync } from "node:fs";
import { expect } from "./test";

type Mail = { to: string[]; subject: string; text: string };

/** The file into which the test run's mail server puts what it takes. */
function mailsTo(address: string): Mail[] {
  const file = process.env.E2E_MAILS;
  if (!file) throw new Error("E2E_MAILS names no file: these tests need the mail server that `npm test` starts");
  const mails: Mail[] = readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  return mails.filter(({ to }) => to.includes(address));
}

/** The link in the newest mail to an address whose subject or text says so; waits for it. */
export async function linkMailedTo(address: string, about: RegExp): Promise<string> {
  let link: string | undefined;
  await expect
    .poll(() => {
      const mail = mailsTo(address).findLast(({ subject, text }) => about.test(`${subject}\n${text}`));
      link = mail && /https?:\/\/\S+/.exec(mail.text)?.[0];
      return link;
    }, `a mail to ${address} about ${about}`)
    .toBeTruthy();
  return link ?? "";
}

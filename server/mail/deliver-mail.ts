import { createTransport, type Transporter } from "nodemailer";
import { z } from "zod";
import { env } from "../env";
import { AppError } from "../errors";
import type { MailPayload } from "../jobs/contracts/mail-job";
import { onShutdown } from "../lifecycle";
import { composeMail } from "./compose-mail";
import { keepMail } from "./kept-mails";

const SMTP_TIMEOUT_MS = 10_000;

let connected: Transporter | undefined;

/**
 * Hands one mail to the mail server, and resolves when that has taken it. Without a mail server it is kept for the page /mails. A process that
 * dies between the server's word and the end of the job sends it twice, under one Message-ID.
 * @throws AppError `invalid_input` when the server refuses this mail for good, `unavailable` when another attempt may succeed; both say why
 */
export async function deliverMail({ mailId, ...mail }: MailPayload): Promise<void> {
  const { to, subject, text, html } = composeMail(mail);
  if (env().SMTP_URL === undefined) return keepMail({ to, subject, text });
  const { hostname } = new URL(env().APP_URL);
  const from = env().MAIL_FROM ?? `ChargeTracker <no-reply@${hostname}>`;
  const messageId = `<${mailId}@${hostname}>`;
  try {
    // As an object: a string may hold several addresses.
    await transport().sendMail({ from, to: { name: "", address: to }, messageId, subject, text, html });
  } catch (cause) {
    throw toMailError(cause);
  }
}

const smtpFailure = z.object({ code: z.string(), responseCode: z.number() });
/** Where a mail server speaks of this mail, rather than of who we are or how it is. */
const OF_THIS_MAIL = new Set(["EENVELOPE", "EMESSAGE"]);

function toMailError(cause: unknown): AppError {
  const reason = cause instanceof Error ? cause.message : "unknown";
  const failure = smtpFailure.safeParse(cause).data;
  // 5xx is for good (RFC 5321), 4xx for now; greylisting is the usual reason.
  const isRefused = failure !== undefined && OF_THIS_MAIL.has(failure.code) && failure.responseCode >= 500;
  return isRefused
    ? new AppError("invalid_input", `The mail server refuses this mail: ${reason}`, { cause })
    : new AppError("unavailable", `The mail server did not take the mail: ${reason}`, { cause });
}

function transport(): Transporter {
  if (connected) return connected;
  const made = createTransport({
    url: env().SMTP_URL,
    pool: true,
    connectionTimeout: SMTP_TIMEOUT_MS,
    greetingTimeout: SMTP_TIMEOUT_MS,
    socketTimeout: SMTP_TIMEOUT_MS,
    // A mail is made of text alone: nothing in one may read a file or fetch an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  connected = made;
  onShutdown("queues", () => {
    made.close();
    connected = undefined;
  });
  return made;
}

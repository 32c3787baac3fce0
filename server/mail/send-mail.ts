import { setTimeout as wait } from "node:timers/promises";
import { createTransport, type Transporter } from "nodemailer";
import { env } from "../env";
import { AppError } from "../errors";
import { onShutdown } from "../lifecycle";
import { logger } from "../logger";
import { composeMail, type ComposedMail, type Mail } from "./compose-mail";
import { keepMail } from "./kept-mails";

const RETRY_AFTER_MS = [1_000, 5_000, 20_000] as const;
const SMTP_TIMEOUT_MS = 10_000;
const RETRY_LATER_S = 30;

/** The transport, and the mails on their way: one set a process, however often a bundler instantiates this module. */
const holder = globalThis as typeof globalThis & {
  chargeTrackerMail?: { transport: Transporter | null; underWay: Set<Promise<void>> };
};
holder.chargeTrackerMail ??= { transport: null, underWay: new Set() };
const state = holder.chargeTrackerMail;

/**
 * Sends one mail, and resolves when the mail server has taken it. Without a mail server it is kept for the page /mails.
 * @throws AppError `unavailable` when the mail server does not take it
 */
export async function sendMail(mail: Mail): Promise<void> {
  const composed = composeMail(mail);
  try {
    await (env().SMTP_URL === undefined ? keepMail(composed) : sendBySmtp(composed));
  } catch (cause) {
    throw new AppError("unavailable", "The e-mail could not be sent. Try again in a moment.", {
      retryAfterS: RETRY_LATER_S,
      cause,
    });
  }
}

/** Sends a mail after the answer, so that the time an answer takes does not tell whether there was one to send. Tries again for a while. */
export function sendMailInBackground(mail: Mail): void {
  const sending = sendPatiently(mail).finally(() => state.underWay.delete(sending));
  state.underWay.add(sending);
}

async function sendPatiently(mail: Mail): Promise<void> {
  for (const pauseMs of [...RETRY_AFTER_MS, null]) {
    try {
      await sendMail(mail);
      return;
    } catch (error) {
      logger.warn({ error: error instanceof Error ? error.cause : error }, "mail not sent");
      if (pauseMs === null) return;
      await wait(pauseMs, undefined, { ref: false });
    }
  }
}

async function sendBySmtp({ to, subject, text, html }: ComposedMail): Promise<void> {
  const from = env().MAIL_FROM ?? `ChargeTracker <no-reply@${new URL(env().APP_URL).hostname}>`;
  // As an object: a string may hold several addresses.
  await transport().sendMail({ from, to: { name: "", address: to }, subject, text, html });
}

function transport(): Transporter {
  if (state.transport) return state.transport;
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
  state.transport = made;
  onShutdown("queues", async () => {
    await Promise.race([Promise.allSettled(state.underWay), wait(SMTP_TIMEOUT_MS, undefined, { ref: false })]);
    made.close();
    state.transport = null;
  });
  return made;
}

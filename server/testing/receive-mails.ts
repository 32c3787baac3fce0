import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, expect } from "vitest";
import { processMail, MAILS_AT_ONCE } from "../../workers/processors/mails";
import { startWorkerOfAny } from "../../workers/runtime";
import { env } from "../env";
import { mailJob } from "../jobs/contracts/mail-job";

export type ReceivedMail = { to: string; from: string; subject: string; text: string; html: string };

export type Mailbox = {
  /** The latest mail to an address with that subject; waits for it. */
  latest: (to: string, subject: string | RegExp) => Promise<ReceivedMail>;
  to: (address: string) => ReceivedMail[];
  /** Whether it takes no mails for the time being. */
  setBusy: (isBusy: boolean) => void;
};

/** A real SMTP server for the tests of this file, to which a worker sends the service's mails. After `cloneTestDatabase`. */
export function receiveMails({ refused = [] }: { refused?: readonly string[] } = {}): Mailbox {
  const mails: ReceivedMail[] = [];
  let isBusyNow = false;
  const server = new SMTPServer({
    authOptional: true,
    closeTimeout: 100, // ms; the service keeps its connection open
    disabledCommands: ["STARTTLS"],
    onMailFrom(_address, _session, done) {
      done(isBusyNow ? Object.assign(new Error("Try again later"), { responseCode: 451 }) : null);
    },
    onRcptTo({ address }, _session, done) {
      const isRefused = refused.includes(address);
      done(isRefused ? Object.assign(new Error("No such mailbox"), { responseCode: 550 }) : null);
    },
    onData(stream, session, done) {
      void readable(stream)
        .then((raw) => PostalMime.parse(raw))
        .then(({ from, subject = "", text = "", html = "" }) => {
          const to = session.envelope.rcptTo.map(({ address }) => address).join(", ");
          mails.push({ to, from: from?.address ?? "", subject, text, html });
          done();
        }, done);
    },
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.server.address();
    if (address === null || typeof address === "string") throw new Error("the mail server has no port");
    env().SMTP_URL = `smtp://127.0.0.1:${address.port}`;
    startWorkerOfAny(mailJob, processMail, MAILS_AT_ONCE); // ends with the database's clone
  });
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const to = (address: string) => mails.filter((mail) => mail.to === address);
  return {
    to,
    setBusy(isBusy) {
      isBusyNow = isBusy;
    },
    async latest(address, subject) {
      const found = () => to(address).findLast((mail) => mail.subject.match(subject));
      await expect.poll(found, { interval: 10, message: `a mail to ${address}` }).toBeDefined();
      const mail = found();
      if (!mail) throw new Error("no mail");
      return mail;
    },
  };
}

function readable(stream: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    stream.on("data", (piece: Buffer) => pieces.push(piece));
    stream.on("end", () => resolve(Buffer.concat(pieces).toString()));
    stream.on("error", reject);
  });
}

/** What the link of a mail carries behind its "#". */
export function linkOf(mail: ReceivedMail): { url: URL; token: string; next: string | null } {
  const [href = ""] = /https?:\/\/\S+#\S+/.exec(mail.text) ?? [];
  const url = new URL(href);
  const fields = new URLSearchParams(url.hash.slice(1));
  return { url, token: fields.get("token") ?? "", next: fields.get("next") };
}

import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, expect } from "vitest";
import { env } from "../env";

export type ReceivedMail = { to: string; from: string; subject: string; text: string; html: string };

export type Mailbox = {
  /** The latest mail to an address with that subject; waits for it. */
  latest: (to: string, subject: string | RegExp) => Promise<ReceivedMail>;
  to: (address: string) => ReceivedMail[];
};

/** A real SMTP server for the tests of this file, to which the service sends its mails. */
export function receiveMails(): Mailbox {
  const mails: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    closeTimeout: 100, // ms; the service keeps its connection open
    disabledCommands: ["STARTTLS"],
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
  });
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const to = (address: string) => mails.filter((mail) => mail.to === address);
  return {
    to,
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

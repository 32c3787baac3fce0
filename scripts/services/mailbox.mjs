import { appendFileSync, writeFileSync } from "node:fs";

// A mail server for end-to-end tests: takes every mail and appends it to a file, a line of JSON each.

/**
 * @param {string} file
 * @returns {Promise<{ smtpUrl: string, close: () => Promise<void> }>}
 */
export async function startMailbox(file) {
  // Loaded here, for packages may not be installed when the commands that use this begin.
  const [{ SMTPServer }, { default: PostalMime }] = await Promise.all([import("smtp-server"), import("postal-mime")]);
  writeFileSync(file, "");
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    onData(stream, session, done) {
      /** @type {Buffer[]} */
      const chunks = [];
      stream.on("data", (chunk) => chunks.push(chunk));
      stream.on("end", () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        PostalMime.parse(Buffer.concat(chunks)).then(({ subject, text }) => {
          appendFileSync(file, `${JSON.stringify({ to, subject, text })}\n`);
          done();
        }, done);
      });
    },
  });
  server.on("error", () => {}); // a client that hangs up
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(null)));
  const address = server.server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return { smtpUrl: `smtp://127.0.0.1:${port}`, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

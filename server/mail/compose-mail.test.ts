import { beforeAll, expect, it } from "vitest";
import { env } from "../env";
import { composeMail } from "./compose-mail";

// Settings are read once a process, and other tests of it read them, too.
process.env.DATABASE_URL ??= "postgres://localhost/none";
process.env.REDIS_URL ??= "redis://localhost";
process.env.AUTH_SECRET ??= "x".repeat(32);
beforeAll(() => {
  const settings = env();
  const { APP_URL } = settings;
  settings.APP_URL = "https://ct.example";
  return () => {
    settings.APP_URL = APP_URL;
  };
});

it("says the same as text and as HTML, its link absolute", () => {
  const mail = composeMail({
    to: "a@example.org",
    subject: "Join",
    text: "First.\n\nSecond\nline.",
    action: { label: "Open", path: "/join#token=x" },
  });
  expect(mail.text).toBe(
    "First.\n\nSecond line.\n\nOpen:\nhttps://ct.example/join#token=x\n\n-- \nChargeTracker · https://ct.example\n",
  );
  expect(mail.html).toContain(
    '<p>First.</p>\n<p>Second line.</p>\n<p><a href="https://ct.example/join#token=x">Open</a></p>',
  );
});

it("keeps markup, line breaks and marks of direction in names from doing anything", () => {
  const name = `<b>"x"</b>\r\nBcc: all@example.org\u202Egnp`;
  const mail = composeMail({ to: "a@example.org", subject: `Join ${name}`, text: `Join ${name}.` });
  expect(mail.subject).toBe(`Join <b>"x"</b> Bcc: all@example.org gnp`);
  expect(mail.html).toContain("&lt;b&gt;&quot;x&quot;&lt;/b&gt; Bcc: all@example.org gnp.");
  expect(composeMail({ to: "a@example.org", subject: "x".repeat(10_000), text: "" }).subject).toHaveLength(200);
});

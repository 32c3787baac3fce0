import { expect, it } from "vitest";
import { backoffMs, queueOf } from "@/server/jobs/job-contract";
import { listTroubledMails, mailJob, requestMail } from "@/server/jobs/contracts/mail-job";
import { diagnose } from "@/server/services/labs/diagnose";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { receiveMails } from "@/server/testing/receive-mails";
import { newVisitor } from "@/server/testing/visitor";

cloneTestDatabase();
const mailbox = receiveMails({ refused: ["nobody@example.org"] });

const SECRET = "token-in-a-link";
const mailTo = (to: string) => ({
  to,
  subject: "Set a new password",
  text: "Open the link.",
  action: { label: "Open", path: `/reset-password#token=${SECRET}` },
});
const countJobs = async () => {
  const { waiting = 0, active = 0, delayed = 0, failed = 0 } = await queueOf(mailJob).getJobCounts();
  return { underWay: waiting + active + delayed, failed };
};
const textOf = async () => JSON.stringify(await diagnose());

it("sends a mail and keeps nothing of it", async () => {
  await requestMail(mailTo("somebody@example.org"));
  expect((await mailbox.latest("somebody@example.org", "Set a new password")).text).toContain(SECRET);
  await expect.poll(countJobs).toEqual({ underWay: 0, failed: 0 });
});

it("answers a sign-up while the mail server takes nothing, and sends the mail when it does", async () => {
  mailbox.setBusy(true);
  const email = "patient@example.org";
  const { status } = await newVisitor().ask("/sign-up/email", { name: "Ada", email, password: "a-long-password-1" });
  expect(status).toBe(200);
  await expect
    .poll(() => listTroubledMails({ limit: 9 }))
    .toEqual({ failed: [], retried: [{ to: email, reason: expect.stringContaining("did not take the mail") }] });
  expect(await textOf()).toContain(`Mails that were not sent yet: ${email}`);

  mailbox.setBusy(false);
  for (const job of await queueOf(mailJob).getDelayed()) await job.promote(); // as if the time had come
  await mailbox.latest(email, "Confirm your e-mail address");
  await expect.poll(countJobs).toEqual({ underWay: 0, failed: 0 });
});

it("gives up a mail that the server refuses for good, and tells the operator who misses it, and nothing secret", async () => {
  await requestMail(mailTo("nobody@example.org"));
  await expect.poll(countJobs).toEqual({ underWay: 0, failed: 1 });
  const { failed } = await listTroubledMails({ limit: 9 });
  expect(failed).toEqual([{ to: "nobody@example.org", reason: expect.stringContaining("550") }]);
  const said = await textOf();
  expect(said).toContain("Undeliverable mails");
  expect(said).toContain("nobody@example.org: The mail server refuses this mail");
  expect(said).not.toContain(SECRET);
});

it("tries a mail for about a day", () => {
  const waits = Array.from({ length: mailJob.attempts - 1 }, (_, index) => backoffMs(mailJob, index + 1));
  expect(waits.slice(0, 3)).toEqual([5_000, 10_000, 20_000]);
  // 5 · (2¹⁰ − 1) = 5,115 s while they double, then 23 of an hour each: 87,915 s, 24.4 h.
  expect(waits.reduce((sum, ms) => sum + ms, 0) / 1000).toBe(87_915);
});

import { mailJob } from "../jobs/contracts/mail-job";
import { queueOf } from "../jobs/job-contract";
import { deliverMail } from "../mail/deliver-mail";

/** Does at once what a worker does with the mails that wait. */
export async function deliverWaitingMails(): Promise<void> {
  for (const job of await queueOf(mailJob).getJobs(["waiting"], 0, -1, true)) {
    await deliverMail(mailJob.payload.parse(job.data));
    await job.remove();
  }
}

import { randomBytes } from "node:crypto";
import type { APIRequestContext, Page } from "@playwright/test";
import { linkMailedTo } from "./mails";
import { expect } from "./test";
import { ask } from "./trpc";

/** Somebody with an account of their own, signed in in the page's browser. */
export type Colleague = { page: Page; email: string };

/** Signs somebody up, their address confirmed by the mail. */
export async function signUpColleague(page: Page): Promise<Colleague> {
  const id = randomBytes(5).toString("hex");
  const email = `colleague@${id}.example.org`;
  const password = `password of ${id}`;
  await post(page, "/api/auth/sign-up/email", { name: "Colleague", email, password });
  const link = new URL(await linkMailedTo(email, /Confirm your e-mail address/));
  await post(page, "/api/auth/verify-email", { token: new URLSearchParams(link.hash.slice(1)).get("token"), password });
  return { page, email };
}

/** Invites them into the lab and lets them accept, by the link that was mailed. */
export async function bringIn(
  { page, email }: Colleague,
  args: { owner: APIRequestContext; labSlug: string; role: string },
): Promise<void> {
  const { owner, labSlug, role } = args;
  const invited = await ask(owner, "members.invite", { labSlug, email, role });
  expect(invited).toMatchObject({ code: "answered" });
  // Whoever comes back has mails of earlier invitations, whose links hold no more.
  await expect(async () => {
    const { hash } = new URL(await linkMailedTo(email, /invite/i));
    const token = new URLSearchParams(hash.slice(1)).get("token");
    expect((await ask(page.request, "members.acceptInvitation", { token })).code).toBe("answered");
  }).toPass();
}

async function post(page: Page, path: string, data: object): Promise<void> {
  const headers = { origin: new URL(process.env.APP_URL ?? "http://localhost:3000").origin };
  const answer = await page.request.post(path, { data, headers });
  expect(answer.ok(), await answer.text()).toBe(true);
}

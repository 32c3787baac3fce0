import { type APIRequestContext, test as base, type ConsoleMessage, expect } from "@playwright/test";
import { createLab, type Lab } from "./lab";

type Fixtures = {
  /** A new lab; its owner is not signed in yet. */
  lab: Lab;
  /** What a page may complain of in its console; everything else fails the test. */
  allowedErrors: RegExp | null;
  quietConsole: undefined;
};

export const test = base.extend<Fixtures>({
  lab: async ({ baseURL }, use) => {
    await use(await createLab(baseURL ?? ""));
  },
  allowedErrors: [null, { option: true }],
  quietConsole: [
    async ({ context, allowedErrors }, use) => {
      const errors: string[] = [];
      const hear = (text: string) => {
        if (!allowedErrors?.test(text)) errors.push(text);
      };
      context.on("console", (message: ConsoleMessage) => {
        if (message.type() === "error") hear(`${message.text()} (${message.location().url})`);
      });
      context.on("weberror", (error) => hear(String(error.error())));
      await use(undefined);
      expect(errors, "errors in the console").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Signs the lab's owner in behind the page's back, where signing in is not what is tested. */
export async function signIn(
  { request }: { request: APIRequestContext },
  { email, password }: Pick<Lab, "email" | "password">,
): Promise<void> {
  const headers = { origin: new URL(process.env.APP_URL ?? "http://localhost:3000").origin };
  const answer = await request.post("/api/auth/sign-in/email", { data: { email, password }, headers });
  expect(answer.ok(), await answer.text()).toBe(true);
}

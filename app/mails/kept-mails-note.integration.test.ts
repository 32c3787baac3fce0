import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, expect, it } from "vitest";
import { env } from "@/server/env";
import { KeptMailsNote } from "./kept-mails-note";

const { SMTP_URL } = env();
afterEach(() => {
  Object.assign(env(), { SMTP_URL });
});

it("leads to the mails of a server that sends none, and says nothing where they are sent", () => {
  const shown = () => renderToStaticMarkup(createElement(KeptMailsNote));
  Object.assign(env(), { SMTP_URL: undefined });
  expect(shown()).toContain('href="/mails"');
  Object.assign(env(), { SMTP_URL: "smtp://mail.example.org" });
  expect(shown()).toBe("");
});

import { env } from "../env";
import type { Mail } from "../jobs/contracts/mail-job";

/** A mail as it is sent: once as plain text, once as simple HTML. */
export type ComposedMail = { to: string; subject: string; text: string; html: string };

const MAX_SUBJECT_CHARACTERS = 200;
/** Control characters, and marks that turn the direction of writing: names of labs and people shall not rearrange a mail. */
const UNRULY = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu;

export function composeMail({ to, subject, text, action }: Mail): ComposedMail {
  const paragraphs = text
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.replace(UNRULY, " ").trim())
    .filter((paragraph) => paragraph !== "");
  const url = action && new URL(action.path, env().APP_URL).toString();
  const plain = [
    ...paragraphs,
    ...(action ? [`${action.label}:\n${url}`] : []),
    `-- \nChargeTracker · ${env().APP_URL}`,
  ];
  const html = [
    ...paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`),
    ...(action ? [`<p><a href="${escapeHtml(url ?? "")}">${escapeHtml(action.label)}</a></p>`] : []),
    `<p>ChargeTracker · ${escapeHtml(env().APP_URL)}</p>`,
  ];
  return {
    to,
    subject: [...subject.replace(UNRULY, " ").trim()].slice(0, MAX_SUBJECT_CHARACTERS).join(""),
    text: `${plain.join("\n\n")}\n`,
    html: `<!doctype html><html lang="en"><body>${html.join("\n")}</body></html>`,
  };
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

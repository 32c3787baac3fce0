import type { Metadata } from "next";
import { connection } from "next/server";
import { notFound } from "next/navigation";
import { mailsToShow } from "@/server/api/pages/shown-mails";
import { StandalonePage } from "../_components/account/standalone-page";
import classes from "./mails.module.css";

export const metadata: Metadata = { title: "Mails" };

const LINK = /(https?:\/\/\S+)/;

/** The mails of a server that sends none, for development and demonstrations; elsewhere there is no such page. */
export default async function MailsPage() {
  await connection();
  const mails = await mailsToShow();
  if (mails === null) notFound();
  return (
    <StandalonePage title="Mails">
      <p>This server has no mail server: it shows here what it would send, the latest first.</p>
      {mails.length === 0 && <p>No mails yet.</p>}
      {mails.map(({ at, to, subject, text }) => (
        <article key={`${at} ${to} ${subject}`} className={classes.mail} aria-label={subject}>
          <h2 className={classes.subject}>{subject}</h2>
          <p className={classes.to}>
            To {to} · <time dateTime={at}>{at.replace("T", " ").slice(0, 19)} UTC</time>
          </p>
          <p className={classes.text}>{withLinks(text)}</p>
        </article>
      ))}
    </StandalonePage>
  );
}

function withLinks(text: string) {
  return text.split(LINK).map((part) =>
    LINK.test(part) ? (
      <a key={part} href={part}>
        {part}
      </a>
    ) : (
      part
    ),
  );
}

import Link from "next/link";
import { keepsMails } from "@/server/mail/kept-mails";

/** Where the mails of a server are that sends none; nothing on one that does. */
export function KeptMailsNote() {
  if (!keepsMails()) return null;
  return (
    <p>
      This server sends no mails: <Link href="/mails">they are kept here</Link>.
    </p>
  );
}

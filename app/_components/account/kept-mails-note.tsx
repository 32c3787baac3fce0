import { Link } from "@/app/_components/link";

/** Where the mails are of a server that sends none. */
export function KeptMailsNote() {
  return (
    <p>
      This server sends no mails: <Link href="/mails">they are kept here</Link>.
    </p>
  );
}

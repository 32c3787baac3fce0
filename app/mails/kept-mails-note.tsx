import { Link } from "@/app/_components/link";
import { showsMails } from "@/server/api/pages/shown-mails";

/** Where the mails are of a server that sends none; nothing where it sends them. */
export function KeptMailsNote() {
  if (!showsMails()) return null;
  return (
    <p>
      This server sends no mails: <Link href="/mails">they are kept here</Link>.
    </p>
  );
}

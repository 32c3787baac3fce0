import type { Metadata } from "next";
import { Link } from "@/app/_components/link";
import { StandalonePage } from "./_components/account/standalone-page";

export const metadata: Metadata = { title: "Not found" };

/** The same for what does not exist and for what is not yours. */
export default function NotFoundPage() {
  return (
    <StandalonePage title="Nothing here">
      <p>There is no such page, or it is not yours to see.</p>
      <p>
        <Link href="/">Go to your lab</Link>
      </p>
    </StandalonePage>
  );
}

import type { Metadata } from "next";
import { SharedPage } from "./shared-page";

// What is shared, and by which secret, only the browser knows: it is behind the # of the address.
export const metadata: Metadata = { title: "Shared view", referrer: "no-referrer", robots: { index: false } };

export default function SharedRoute() {
  return <SharedPage />;
}

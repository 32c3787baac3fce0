import type { Metadata } from "next";
import { signUpPolicy } from "@/server/auth/accounts/sign-up-policy";
import { DataProvider } from "../_trpc/data-provider";
import { Invitation } from "./invitation";

// Which invitation it is, only the browser knows: its secret is behind the # of the address.
export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer", robots: { index: false } };
export const dynamic = "force-dynamic";

export default function InvitationPage() {
  return (
    <DataProvider>
      <Invitation takesAccounts={signUpPolicy().mode !== "closed"} />
    </DataProvider>
  );
}

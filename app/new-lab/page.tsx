import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { currentUser } from "@/server/auth/session";
import { StandalonePage } from "../_components/account/standalone-page";
import { DataProvider } from "../_trpc/data-provider";
import { NewLabForm } from "./new-lab-form";

export const metadata: Metadata = { title: "New lab" };

export default async function NewLabPage() {
  if (!(await currentUser(await headers()))) redirect("/sign-in?next=/new-lab");
  return (
    <DataProvider>
      <StandalonePage title="Name your lab">
        <NewLabForm />
      </StandalonePage>
    </DataProvider>
  );
}

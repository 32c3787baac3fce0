import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { DataProvider } from "@/app/_trpc/data-provider";
import { LiveProvider } from "@/app/_trpc/live-provider";
import { LabFrame } from "./_frame/lab-frame";
import { findVersion, findVisitor } from "./require-lab";

type LabLayoutProps = { params: Promise<{ labSlug: string }>; children: ReactNode };

export default async function LabLayout({ params, children }: LabLayoutProps) {
  const { labSlug } = await params;
  const visitor = await findVisitor();
  // The page itself sends visitors to sign in: it knows its whole path, and comes back to it.
  if (!visitor) return children;
  const lab = visitor.labs.find(({ slug }) => slug === labSlug);
  if (!lab) notFound();
  return (
    <DataProvider>
      <LiveProvider labSlug={lab.slug} openedAt={await findVersion(lab.slug)}>
        <LabFrame lab={lab} labs={visitor.labs} user={visitor.user} serverNowMs={Date.now()}>
          {children}
        </LabFrame>
      </LiveProvider>
    </DataProvider>
  );
}

import type { Metadata } from "next";
import { Overview } from "./_overview/overview";
import { requireLab } from "./require-lab";

export const metadata: Metadata = { title: "Overview" };

type LabPageProps = { params: Promise<{ labSlug: string }> };

export default async function LabPage({ params }: LabPageProps) {
  const { labSlug } = await params;
  const { lab } = await requireLab(labSlug, `/labs/${labSlug}`);
  return <Overview lab={lab} />;
}

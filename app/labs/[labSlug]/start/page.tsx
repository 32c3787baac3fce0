import type { Metadata } from "next";
import { requireLab } from "../require-lab";
import { FirstRun } from "./first-run";

export const metadata: Metadata = { title: "Start" };

type StartPageProps = { params: Promise<{ labSlug: string }> };

export default async function StartPage({ params }: StartPageProps) {
  const { labSlug } = await params;
  const { lab } = await requireLab(labSlug, `/labs/${labSlug}/start`);
  return <FirstRun lab={lab} role={lab.role} />;
}

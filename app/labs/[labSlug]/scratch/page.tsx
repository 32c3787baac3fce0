import type { Metadata } from "next";
import { requireLab } from "../require-lab";
import { ScratchPage } from "./scratch-page";

export const metadata: Metadata = { title: "Scratch" };

type ScratchRouteProps = { params: Promise<{ labSlug: string }> };

export default async function ScratchRoute({ params }: ScratchRouteProps) {
  const { labSlug } = await params;
  const { lab } = await requireLab(labSlug, `/labs/${labSlug}/scratch`);
  return <ScratchPage labSlug={lab.slug} role={lab.role} timeZone={lab.timeZone} />;
}

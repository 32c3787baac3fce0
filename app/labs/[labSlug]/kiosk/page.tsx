import type { Metadata } from "next";
import { queryOf } from "../query-of";
import { requireLab } from "../require-lab";
import { Kiosk } from "./kiosk";

export const metadata: Metadata = { title: "Wall screen" };

type KioskRouteProps = {
  params: Promise<{ labSlug: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function KioskRoute({ params, searchParams }: KioskRouteProps) {
  const { labSlug } = await params;
  const { lab } = await requireLab(labSlug, `/labs/${labSlug}/kiosk${queryOf(await searchParams)}`);
  return <Kiosk lab={lab} />;
}

"use client";

import { useQuery } from "@tanstack/react-query";
import { AnswerState, TableSkeleton } from "@/app/_components/answer-state";
import { useTRPC } from "@/app/_trpc/trpc";
import { may, type Role } from "@/server/domain/labs/permissions";
import classes from "../settings.module.css";
import { DeleteLab } from "./delete-lab";
import { ExportLab } from "./export-lab";
import { LabForm } from "./lab-form";
import { LeaveLab } from "./leave-lab";
import { SimulationSection } from "./simulation-section";

type LabSettingsProps = { labSlug: string; role: Role; hasSecondFactor: boolean };

/** The settings of the whole lab; leaving and deleting it. */
export function LabSettings({ labSlug, role, hasSecondFactor }: LabSettingsProps) {
  const trpc = useTRPC();
  const settings = useQuery(trpc.labs.settings.queryOptions({ labSlug }));
  if (!settings.isSuccess) return <AnswerState query={settings} skeleton={<TableSkeleton rows={8} />} />;
  return (
    <>
      {!may(role, "editLab") && <p className={classes.dim}>Admins and owners change these.</p>}
      <LabForm labSlug={labSlug} role={role} hasSecondFactor={hasSecondFactor} settings={settings.data} />
      {may(role, "editGroupings") && <SimulationSection labSlug={labSlug} />}
      {may(role, "exportLab") && <ExportLab labSlug={labSlug} />}
      <LeaveLab labSlug={labSlug} />
      {may(role, "deleteLab") && <DeleteLab labSlug={labSlug} name={settings.data.name} />}
    </>
  );
}

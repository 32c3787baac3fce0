"use client";

import { Alert, Button, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { timeZoneChoices } from "@/app/_components/browser/time-zones";
import { useTRPC } from "@/app/_trpc/trpc";
import { may, type Role } from "@/server/domain/labs/permissions";
import { Refusal } from "@/app/_components/refusal";
import classes from "../settings.module.css";
import { useReread } from "../use-reread";
import { type Draft, toChanges, toDraft, type Settings } from "./lab-draft";
import { SecondFactorChoice } from "./second-factor-choice";

type LabFormProps = { labSlug: string; role: Role; hasSecondFactor: boolean; settings: Settings };

export function LabForm({ labSlug, role, hasSecondFactor, settings }: LabFormProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const reread = useReread(trpc.labs.settings.queryKey({ labSlug }));
  const [draft, setDraft] = useState(() => toDraft(settings));
  const onSuccess = async () => {
    await reread.onSuccess();
    router.refresh(); // the frame shows the name and the time zone
  };
  const update = useMutation(trpc.labs.update.mutationOptions({ onSuccess }));
  const change = (part: Partial<Draft>) => {
    update.reset();
    setDraft((before) => ({ ...before, ...part }));
  };
  const changes = toChanges(settings, draft);
  const isReadOnly = !may(role, "editLab");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (changes) update.mutate({ labSlug, changes });
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        label="Name"
        value={draft.name}
        maxLength={128}
        disabled={isReadOnly}
        onChange={({ currentTarget }) => change({ name: currentTarget.value })}
      />
      <NativeSelect
        label="Time zone"
        description="Times on all pages are shown in it"
        value={draft.timeZone}
        data={timeZoneChoices(settings.timeZone)}
        disabled={isReadOnly}
        onChange={({ currentTarget }) => change({ timeZone: currentTarget.value })}
      />
      <NumberFields draft={draft} isReadOnly={isReadOnly} onChange={change} />
      <SecondFactorChoice
        role={role}
        hasSecondFactor={hasSecondFactor}
        isRequired={draft.requiresTwoFactor}
        onChange={(requiresTwoFactor) => change({ requiresTwoFactor })}
      />
      {removesSamples(settings, draft) && (
        <Alert
          color="yellow"
          variant="light"
          w="100%"
          title={`Raw samples older than ${draft.rawRetentionDays} days go`}
        >
          A worker removes them within the hour, and nothing brings them back. What was measured before then can no
          longer be corrected.
        </Alert>
      )}
      <Refusal error={update.error} />
      {!isReadOnly && (
        <Button type="submit" disabled={!changes} loading={update.isPending}>
          {update.isSuccess && !changes ? "Saved" : "Save"}
        </Button>
      )}
    </form>
  );
}

/** Whether saving deletes samples that the lab keeps now. */
function removesSamples({ rawRetentionDays: kept }: Settings, { rawRetentionDays: wanted }: Draft): boolean {
  return typeof wanted === "number" && (kept === null || wanted < kept);
}

type NumberFieldsProps = { draft: Draft; isReadOnly: boolean; onChange: (part: Partial<Draft>) => void };

function NumberFields({ draft, isReadOnly, onChange }: NumberFieldsProps) {
  return (
    <>
      <NumberInput
        label="Formation cycles"
        description="Complete cycles that are left out before a cell's reference cycle, unless the cell says otherwise"
        value={draft.formationCycles}
        min={0}
        max={1000}
        allowDecimal={false}
        disabled={isReadOnly}
        onChange={(formationCycles) => onChange({ formationCycles })}
      />
      <NumberInput
        label="End of life / %"
        description="Capacity retention under which a cell is at its end"
        value={draft.endOfLifePercent}
        min={1}
        max={99}
        decimalScale={1}
        disabled={isReadOnly}
        onChange={(endOfLifePercent) => onChange({ endOfLifePercent })}
      />
      <NumberInput
        label="Check-ups up to / C"
        description="Cycles whose discharge rate lies at or under it, formation apart, are tagged check-ups: 0.12 for C/10. Empty: none, but those tagged by hand"
        value={draft.checkUpMaxRateC}
        min={0.001}
        max={1000}
        disabled={isReadOnly}
        onChange={(checkUpMaxRateC) => onChange({ checkUpMaxRateC })}
      />
      <NumberInput
        label="Keep raw samples / days"
        description="Empty: for good. Steps, cycles and curves by the minute stay either way"
        value={draft.rawRetentionDays}
        min={30}
        max={36_500}
        allowDecimal={false}
        disabled={isReadOnly}
        onChange={(rawRetentionDays) => onChange({ rawRetentionDays })}
      />
    </>
  );
}

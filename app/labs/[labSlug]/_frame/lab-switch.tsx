"use client";

import { NativeSelect } from "@mantine/core";
import { useRouter } from "next/navigation";
import { mayLeave } from "@/app/_components/browser/ask-before-leaving";
import type { LabSummary } from "../lab-summary";
import classes from "./lab-switch.module.css";

/** The lab's name; a choice where there is one. */
export function LabSwitch({ lab, labs }: { lab: LabSummary; labs: readonly LabSummary[] }) {
  const router = useRouter();
  if (labs.length < 2) return <p className={classes.name}>{lab.name}</p>;
  return (
    <NativeSelect
      aria-label="Lab"
      classNames={{ input: classes.select }}
      value={lab.slug}
      data={labs.map(({ slug, name }) => ({ value: slug, label: name }))}
      onChange={({ currentTarget: { value } }) => {
        if (mayLeave()) router.push(`/labs/${value}`);
      }}
    />
  );
}

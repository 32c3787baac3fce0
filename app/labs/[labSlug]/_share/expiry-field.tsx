"use client";

import { NativeSelect } from "@mantine/core";

const EXPIRIES = [
  { value: "1", label: "In a day" },
  { value: "7", label: "In a week" },
  { value: "30", label: "In 30 days" },
  { value: "365", label: "In a year" },
];
export const USUAL_EXPIRY = "30";
const DAY_MS = 86_400_000;

/** When a link ends, in days. */
export function ExpiryField({ days, onChange }: { days: string; onChange: (days: string) => void }) {
  return (
    <NativeSelect
      label="Ends"
      value={days}
      data={EXPIRIES}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}

export const expiryAfter = (days: string) => new Date(Date.now() + Number(days) * DAY_MS).toISOString();

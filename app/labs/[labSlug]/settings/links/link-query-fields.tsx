"use client";

import { NativeSelect, NumberInput } from "@mantine/core";
import { METRIC_NAMES } from "@/server/domain/cycles/metrics";
import type { GrantedKind, GrantedRead } from "@/server/domain/labs/grants";
import { type LinkQuery, METRIC_CHOICES, needsCycle, needsMetric } from "./prepare-link";

type LinkQueryFieldsProps = {
  kind: GrantedKind;
  read: GrantedRead;
  query: LinkQuery;
  onChange: (query: LinkQuery) => void;
};

/** What the address has to say beside the link; whoever has it may say something else. */
export function LinkQueryFields({ kind, read, query, onChange }: LinkQueryFieldsProps) {
  return (
    <>
      {needsMetric(kind, read) && (
        <NativeSelect
          label="Metric"
          description="Part of the address; whoever has the link can ask for another"
          value={query.metric}
          data={METRIC_CHOICES}
          onChange={({ currentTarget }) => {
            const metric = METRIC_NAMES.find((name) => name === currentTarget.value);
            if (metric) onChange({ ...query, metric });
          }}
        />
      )}
      {needsCycle(kind, read) && (
        <NumberInput
          label="Cycle"
          value={query.cycle}
          min={0}
          max={2 ** 31 - 1}
          allowDecimal={false}
          onChange={(cycle) => typeof cycle === "number" && onChange({ ...query, cycle })}
        />
      )}
    </>
  );
}

"use client";

import { Button, NativeSelect } from "@mantine/core";
import { GuideLink } from "@/app/_components/guide-hint";
import { USUAL_RATES } from "@/server/domain/tags/discharge-rates";
import { CellFilterFields } from "./cell-filter-fields";
import type { ControlsProps } from "./controls";
import { TAG_WORDS } from "./prepare-summaries";
import { CYCLE_KINDS } from "@/server/domain/tags/cycle-tags";

const RATE_OPTIONS = [
  { value: "", label: "Any rate" },
  ...USUAL_RATES.map(({ rateC, name }) => ({ value: String(rateC), label: `${name} ± 10 %` })),
];

/** Which cells are in the groups, and which of their cycles enter the statistics. */
export function FilterFields(props: ControlsProps) {
  return (
    <>
      <CellFilterFields {...props} />
      <CycleFilterFields {...props} />
    </>
  );
}

function CycleFilterFields({ state, tags, onChange }: ControlsProps) {
  const kinds = CYCLE_KINDS.map((value) => ({ value, label: TAG_WORDS[value] }));
  const own = tags.map((value) => ({ value, label: value }));
  const isListed = state.tag === null || [...kinds, ...own].some(({ value }) => value === state.tag);
  const lost = isListed || state.tag === null ? [] : [{ value: state.tag, label: state.tag }];
  return (
    <>
      <NativeSelect
        label="Cycles"
        description={
          <>
            By their <GuideLink to="tags">tags</GuideLink>: by the lab's rules, or by hand on a cell.{" "}
            <GuideLink to="filters">What a filter leaves as it is</GuideLink>
          </>
        }
        value={state.tag ?? ""}
        data={[{ value: "", label: "All" }, ...kinds, ...own, ...lost]}
        onChange={({ currentTarget: { value } }) => onChange({ tag: value === "" ? null : value, cycle: null })}
      />
      <NativeSelect
        label="Discharge rate"
        value={state.rateC === null ? "" : String(state.rateC)}
        data={withOwnRate(state.rateC)}
        onChange={({ currentTarget: { value } }) =>
          onChange({ rateC: value === "" ? null : Number(value), cycle: null })
        }
      />
      <Button
        variant="default"
        size="compact-sm"
        disabled={state.tag === null && state.rateC === null}
        onClick={() => onChange({ tag: null, rateC: null, cycle: null })}
      >
        All cycles at any rate
      </Button>
    </>
  );
}

/** A rate of the address that none of the usual ones is, among them. */
function withOwnRate(rateC: number | null) {
  if (rateC === null || USUAL_RATES.some((usual) => usual.rateC === rateC)) return RATE_OPTIONS;
  return [...RATE_OPTIONS, { value: String(rateC), label: `${rateC}C ± 10 %` }];
}

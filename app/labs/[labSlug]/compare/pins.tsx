"use client";

import { CloseButton } from "@mantine/core";
import { usePlaceStyle } from "@/app/_charts/export/use-printed-styles";
import { GroupSwatch } from "@/app/_charts/groups/style/group-swatch";
import { CellLink } from "@/app/_components/cell-link";
import { useIsShared } from "@/app/_components/use-is-shared";
import classes from "./compare-page.module.css";
import { type CompareState, writePin } from "./compare-state";
import { placesOf } from "./prepare-places";
import type { ChangeCompare } from "./use-compare-state";
import type { PinnedLines } from "./use-lines";

type PinsProps = { labSlug: string; pinned: readonly PinnedLines[]; state: CompareState; onChange: ChangeCompare };

/** What is compared: the colour of each, its name, and the way to take it away. */
export function Pins({ labSlug, pinned, state, onChange }: PinsProps) {
  const isShared = useIsShared();
  const styleAt = usePlaceStyle();
  const places = placesOf(pinned);
  const remove = (index: number) => {
    const pins = state.pins.filter((_, place) => place !== index);
    const { reference } = state;
    onChange({ pins, reference: index === reference ? 0 : index < reference ? reference - 1 : reference });
  };
  return (
    <ul className={classes.list} aria-label="Compared">
      {pinned.map(({ pin, name, state: found }, index) => (
        <li key={writePin(pin)} className={classes.pin} data-state={found}>
          {found === "shown" && <GroupSwatch style={styleAt(places[index] ?? 0)} />}
          {pin.kind === "cell" && found === "shown" ? (
            <CellLink labSlug={labSlug} cell={pin.cell} />
          ) : (
            <bdi>{name}</bdi>
          )}
          {found === "gone" && <span>was removed</span>}
          {!isShared && <CloseButton size="xs" aria-label={`Remove ${name}`} onClick={() => remove(index)} />}
        </li>
      ))}
    </ul>
  );
}

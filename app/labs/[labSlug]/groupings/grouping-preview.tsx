"use client";

import { Button, NativeSelect } from "@mantine/core";
import { type DragEvent, useState } from "react";
import { GROUP_COLOURS, groupStyle } from "@/app/_charts/groups/style/group-style";
import { GroupSwatch } from "@/app/_charts/groups/style/group-swatch";
import type { GroupStyleEntry } from "@/server/domain/groups/input-groupings";
import { moveGroup, type PreviewGroup, recolourGroup } from "./grouping-draft";
import classes from "./groupings-page.module.css";
import { MoveButtons } from "./move-buttons";

/** In the order of the palette. */
const COLOUR_WORDS = ["blue", "vermilion", "green", "pink", "ochre", "sky", "olive"];
const DASH_WORDS = ["", "dashed", "dotted", "dash-dotted"];
const COLOUR_OPTIONS = DASH_WORDS.flatMap((dash, round) =>
  COLOUR_WORDS.map((colour, place) => ({
    value: String(round * GROUP_COLOURS.length + place),
    label: dash === "" ? colour : `${colour}, ${dash}`,
  })),
);
const MAX_NAMES = 12;

type GroupingPreviewProps = {
  /** null while the grouping is not complete. */
  preview: { groups: readonly PreviewGroup[]; unassigned: readonly string[] } | null;
  mayEdit: boolean;
  /** Whether somebody gave the groups an order or colours. */
  isArranged: boolean;
  onStyles: (styles: GroupStyleEntry[]) => void;
};

/** Which cells are in which group, and which in none; order by drag or buttons, colour by name. */
export function GroupingPreview({ preview, mayEdit, isArranged, onStyles }: GroupingPreviewProps) {
  const [dragged, setDragged] = useState<number | null>(null);
  if (!preview) return <p className={classes.hint}>The groups appear here.</p>;
  const { groups, unassigned } = preview;
  const drop = (event: DragEvent, to: number) => {
    event.preventDefault();
    if (dragged !== null && dragged !== to) onStyles(moveGroup(groups, dragged, to));
    setDragged(null);
  };
  return (
    <section className={classes.preview} aria-label="Groups as they will be">
      <h2>
        {groups.length} {groups.length === 1 ? "group" : "groups"}
      </h2>
      <ol className={classes.groups}>
        {groups.map((group, index) => (
          <li
            key={group.key}
            className={classes.group}
            draggable={mayEdit}
            data-dragged={dragged === index || undefined}
            onDragStart={() => setDragged(index)}
            onDragEnd={() => setDragged(null)}
            onDragOver={(event) => event.preventDefault()}
            onDrop={(event) => drop(event, index)}
          >
            <span className={classes.groupHead}>
              <GroupSwatch style={groupStyle(group.colour)} />
              <span className={classes.groupName}>{group.name}</span>
              <span className={classes.count}>{group.cells.length}</span>
            </span>
            {mayEdit && (
              <span className={classes.groupTools}>
                <NativeSelect
                  size="xs"
                  aria-label={`Colour of ${group.name}`}
                  value={String(group.colour)}
                  data={COLOUR_OPTIONS}
                  onChange={({ currentTarget }) =>
                    onStyles(recolourGroup(groups, group.key, Number(currentTarget.value)))
                  }
                />
                <MoveButtons
                  name={group.name}
                  index={index}
                  count={groups.length}
                  onMove={(to) => onStyles(moveGroup(groups, index, to))}
                  onRemove={null}
                />
              </span>
            )}
            <span className={classes.names}>{listed(group.cells)}</span>
          </li>
        ))}
      </ol>
      {mayEdit && isArranged && (
        <Button variant="subtle" color="gray" size="compact-sm" onClick={() => onStyles([])}>
          Back to the usual order and colours
        </Button>
      )}
      <h2>
        {unassigned.length} {unassigned.length === 1 ? "cell" : "cells"} in no group
      </h2>
      {unassigned.length > 0 && <p className={classes.names}>{listed(unassigned)}</p>}
    </section>
  );
}

function listed(names: readonly string[]): string {
  const more = names.length - MAX_NAMES;
  return names.slice(0, MAX_NAMES).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

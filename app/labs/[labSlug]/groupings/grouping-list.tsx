"use client";

import { Button } from "@mantine/core";
import type { GroupingTemplate } from "@/server/domain/groups/grouping-templates";
import classes from "./groupings-page.module.css";

type GroupingListProps = {
  groupings: readonly { id: number; name: string; isDefault: boolean }[];
  shownId: number | null;
  templates: readonly GroupingTemplate[];
  mayEdit: boolean;
  failure: string | null;
  onOpen: (id: number) => void;
  onBegin: (template: GroupingTemplate | null) => void;
};

export function GroupingList(props: GroupingListProps) {
  const { groupings, shownId, templates, mayEdit, failure, onOpen, onBegin } = props;
  return (
    <section className={classes.list} aria-label="Groupings of the lab">
      <ul>
        {groupings.map(({ id, name, isDefault }) => (
          <li key={id}>
            <button type="button" className={classes.item} aria-current={id === shownId} onClick={() => onOpen(id)}>
              <span>{name}</span>
              {isDefault && <span className={classes.badge}>default</span>}
            </button>
          </li>
        ))}
      </ul>
      {mayEdit && (
        <div className={classes.begin}>
          <Button variant="default" fullWidth onClick={() => onBegin(null)}>
            New grouping
          </Button>
          <p className={classes.hint}>or from a template:</p>
          <ul>
            {templates.map((template) => (
              <li key={template.name}>
                <button type="button" className={classes.item} title={template.says} onClick={() => onBegin(template)}>
                  {template.name}
                </button>
              </li>
            ))}
          </ul>
          <p role="alert" className={classes.failure}>
            {failure}
          </p>
        </div>
      )}
    </section>
  );
}

"use client";

import { ActionIcon, Button } from "@mantine/core";
import { Icon } from "@/app/_components/icons";

type ViewActionProps = {
  label: string;
  icon: "export" | "eye";
  /** Where there is no room for its word. */
  isIcon?: boolean | undefined;
  onClick: () => void;
};

/** A button that does something with what the page shows. */
export function ViewAction({ label, icon, isIcon = false, onClick }: ViewActionProps) {
  if (isIcon) {
    return (
      <ActionIcon variant="default" size="md" aria-label={label} title={label} onClick={onClick}>
        <Icon name={icon} size={14} />
      </ActionIcon>
    );
  }
  return (
    <Button variant="default" size="compact-sm" leftSection={<Icon name={icon} size={14} />} onClick={onClick}>
      {label}
    </Button>
  );
}

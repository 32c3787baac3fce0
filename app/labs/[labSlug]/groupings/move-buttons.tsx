"use client";

import { ActionIcon } from "@mantine/core";

type MoveButtonsProps = {
  name: string;
  index: number;
  count: number;
  onMove: (to: number) => void;
  /** null: it stays. */
  onRemove: (() => void) | null;
};

/** Move up, move down and remove, for one item of a list. */
export function MoveButtons({ name, index, count, onMove, onRemove }: MoveButtonsProps) {
  const common = { variant: "subtle", color: "gray", size: "md" } as const;
  return (
    <>
      <ActionIcon {...common} aria-label={`Move ${name} up`} disabled={index === 0} onClick={() => onMove(index - 1)}>
        ↑
      </ActionIcon>
      <ActionIcon
        {...common}
        aria-label={`Move ${name} down`}
        disabled={index === count - 1}
        onClick={() => onMove(index + 1)}
      >
        ↓
      </ActionIcon>
      {onRemove && (
        <ActionIcon {...common} aria-label={`Remove ${name}`} onClick={onRemove}>
          ×
        </ActionIcon>
      )}
    </>
  );
}

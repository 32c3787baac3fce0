"use client";

import { Button, Popover } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type ReactNode, useRef } from "react";
import { useShortcut } from "@/app/_components/browser/use-shortcut";
import classes from "./menu-button.module.css";

type MenuButtonProps = {
  label: string;
  /** What of it is not as usual; "" when everything is. */
  summary: string;
  /** The key that opens it. */
  shortcut?: string;
  /** Beside small controls it is as small as they are. */
  isSmall?: boolean;
  /** Whether its fields lie open where they are, without a button. */
  isOpen: boolean;
  children: ReactNode;
};

/** Fields behind a button that says what is chosen in them. */
export function MenuButton({ isOpen, ...props }: MenuButtonProps) {
  if (!isOpen) return <Menu {...props} />;
  return (
    <fieldset className={classes.open}>
      <legend className={classes.legend}>{props.label}</legend>
      {props.children}
    </fieldset>
  );
}

function Menu({ label, summary, shortcut = "", isSmall = false, children }: Omit<MenuButtonProps, "isOpen">) {
  const [isShown, { toggle, open, close }] = useDisclosure(false);
  const button = useRef<HTMLButtonElement>(null);
  useShortcut(shortcut, () => {
    // Where the focus comes back to.
    button.current?.focus();
    open();
  });
  return (
    <Popover
      opened={isShown}
      onChange={(opened) => !opened && close()}
      position="bottom-start"
      width={320}
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button
          ref={button}
          variant="default"
          size={isSmall ? "compact-sm" : "sm"}
          onClick={toggle}
          data-chosen={summary !== "" || undefined}
          className={classes.button}
          title={summary}
        >
          {summary === "" ? label : `${label}: ${summary}`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        <div className={classes.fields}>{children}</div>
      </Popover.Dropdown>
    </Popover>
  );
}

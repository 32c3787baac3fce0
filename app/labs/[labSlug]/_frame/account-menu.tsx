"use client";

import { ActionIcon, Popover, SegmentedControl, useMantineColorScheme } from "@mantine/core";
import { Link } from "@/app/_components/link";
import { Icon } from "@/app/_components/icons";
import { SignOutButton } from "@/app/_components/account/sign-out-button";
import classes from "./account-menu.module.css";
import type { LabSummary } from "../lab-summary";
import { LabSwitch } from "./lab-switch";

const SCHEMES = [
  { value: "auto", label: "Auto" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
] as const;

type AccountMenuProps = { user: { name: string; email: string }; lab: LabSummary; labs: readonly LabSummary[] };

export function AccountMenu({ user, lab, labs }: AccountMenuProps) {
  return (
    <Popover position="bottom-end" width={280} shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Account">
          <Icon name="person" />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={classes.menu}>
          <p className={classes.who}>
            <span className={classes.name}>{user.name}</span>
            <span className={classes.email}>{user.email}</span>
          </p>
          {labs.length > 1 && (
            <div className={classes.labs}>
              <p className={classes.label}>Lab</p>
              <LabSwitch lab={lab} labs={labs} />
            </div>
          )}
          <Link href="/account">Your account</Link>
          <Link href="/new-lab">New lab</Link>
          <SchemeChoice />
          <SignOutButton fullWidth />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function SchemeChoice() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <div>
      <p className={classes.label}>Colours</p>
      <SegmentedControl
        aria-label="Colours"
        fullWidth
        value={colorScheme}
        onChange={setColorScheme}
        data={[...SCHEMES]}
      />
    </div>
  );
}

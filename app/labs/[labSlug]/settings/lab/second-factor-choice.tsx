"use client";

import { Checkbox } from "@mantine/core";
import { Link } from "@/app/_components/link";
import { may, type Role } from "@/server/domain/labs/permissions";

type SecondFactorChoiceProps = {
  /** Of the signed-in user. */
  role: Role;
  hasSecondFactor: boolean;
  isRequired: boolean;
  onChange: (isRequired: boolean) => void;
};

/** Whether the lab asks its owners for a second factor: theirs to decide, once they have one themselves. */
export function SecondFactorChoice({ role, hasSecondFactor, isRequired, onChange }: SecondFactorChoiceProps) {
  const isOwner = may(role, "manageOwners");
  return (
    <Checkbox
      label="Owners need a second factor"
      description={
        <>
          Until an owner has one, they can do what an admin can, but not make owners or hand over or delete the lab.{" "}
          {!isOwner && "Owners decide this."}
          {isOwner && !hasSecondFactor && (
            <>
              To ask for it, <Link href="/account">set one up for your own account</Link> first.
            </>
          )}
        </>
      }
      checked={isRequired}
      disabled={!isOwner || !hasSecondFactor}
      onChange={({ currentTarget }) => onChange(currentTarget.checked)}
    />
  );
}

"use client";

import { Button, NativeSelect } from "@mantine/core";
import { may, type Role } from "@/server/domain/labs/permissions";
import { mayRemove, rolesToGive } from "@/server/domain/labs/role-changes";
import { Moment } from "../moment";
import classes from "../settings.module.css";
import type { Member } from "./member";

type MemberRowProps = {
  member: Member;
  /** Of the signed-in user. */
  role: Role;
  timeZone: string;
  isBusy: boolean;
  onRole: (role: Role) => void;
  onDecide: (verb: "remove" | "transfer") => void;
};

export function MemberRow({ member, role, timeZone, isBusy, onRole, onDecide }: MemberRowProps) {
  const roles = rolesToGive(role, member);
  const called = member.name || member.email;
  return (
    <tr>
      <td className={classes.name}>
        <bdi>{called}</bdi>
        {member.isSelf && <span className={classes.dim}> · you</span>}
      </td>
      <td data-label="E-mail">{member.email}</td>
      <td data-label="Role">
        <div>
          {roles.length > 1 ? (
            <NativeSelect
              size="xs"
              aria-label={`Role of ${called}`}
              value={member.role}
              data={roles}
              disabled={isBusy}
              onChange={({ currentTarget }) => onRole(roles.find((one) => one === currentTarget.value) ?? member.role)}
            />
          ) : (
            member.role
          )}
          {member.owesSecondFactor && <div className={classes.dim}>no second factor yet</div>}
        </div>
      </td>
      <td data-label="Joined">
        <Moment atMs={member.joinedAtMs} timeZone={timeZone} />
      </td>
      <td>
        {!member.isSelf && (
          <div className={classes.actions}>
            {may(role, "manageOwners") && (
              <Button
                variant="default"
                size="xs"
                aria-label={`Hand the lab to ${called}`}
                onClick={() => onDecide("transfer")}
              >
                Hand over
              </Button>
            )}
            {mayRemove(role, member.role) && (
              <Button variant="default" size="xs" aria-label={`Remove ${called}`} onClick={() => onDecide("remove")}>
                Remove
              </Button>
            )}
          </div>
        )}
      </td>
    </tr>
  );
}

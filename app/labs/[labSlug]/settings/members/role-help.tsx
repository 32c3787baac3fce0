import { type Action, may, PERMISSIONS, ROLES } from "@/server/domain/labs/permissions";
import classes from "../settings.module.css";

const ACTIONS = Object.keys(PERMISSIONS) as Action[]; // its keys are the actions

/** What each role may do, from the table that decides it. */
export function RoleHelp() {
  return (
    <section className={classes.section}>
      <h2 id="permissions">What roles may do</h2>
      <table className={classes.permissions} aria-labelledby="permissions">
        <thead>
          <tr>
            <td />
            {ROLES.map((role) => (
              <th key={role} scope="col">
                {role}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ACTIONS.map((action) => (
            <tr key={action} data-action={action}>
              <th scope="row">{PERMISSIONS[action].does}</th>
              {ROLES.map((role) => (
                <td key={role} data-role={role} data-may={may(role, action)}>
                  {may(role, action) ? <span>✓</span> : <span className={classes.dim}>–</span>}
                  <span className={classes.hidden}>{may(role, action) ? "may" : "may not"}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

import { PERMISSIONS, ROLES } from "@/server/domain/permissions";
import classes from "../settings.module.css";

/** What each role may do, from the table that decides it. */
export function RoleHelp() {
  return (
    <section className={classes.section}>
      <h2>What roles may do</h2>
      <dl className={classes.roles}>
        {ROLES.map((role, index) => (
          <div key={role}>
            <dt>{role}</dt>
            <dd>
              {index > 0 && <span className={classes.dim}>All of that, and: </span>}
              {Object.values(PERMISSIONS)
                .filter(({ from }) => from === role)
                .map(({ does }) => does)
                .join(" · ")}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

import { Link } from "@/app/_components/link";
import { StatusDot } from "@/app/_components/status-dot";
import classes from "./settings.module.css";

/** Tells an owner that the lab requires a second factor, and what they cannot do until then. */
export function OwedSecondFactor() {
  return (
    <section className={`${classes.section} ${classes.notice}`} aria-labelledby="owed-second-factor">
      <h2 id="owed-second-factor" className={classes.noticeHeading}>
        <StatusDot tone="warning" />
        This lab asks its owners for a second factor
      </h2>
      <p>
        Your account has none. Until it does, you can do here what an admin can.{" "}
        <Link href="/account#second-factor">Set one up</Link>
      </p>
    </section>
  );
}

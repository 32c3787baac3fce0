import { Link } from "@/app/_components/link";
import classes from "./error.module.css";

/** What is not there, or not yours, inside the frame of a lab that is. */
export default function NotFoundInLab() {
  return (
    <section className={classes.notice}>
      <h1>Nothing here</h1>
      <p>There is no such page, or it is not yours to see. What was renamed or moved is found by ⌘K or Ctrl K.</p>
      <p>
        <Link href="/">Go to your lab</Link>
      </p>
    </section>
  );
}

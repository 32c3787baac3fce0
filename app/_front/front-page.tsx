import { Link } from "@/app/_components/link";
import { Logo } from "../_components/logo";
import { FrontChart } from "./front-chart";
import classes from "./front-page.module.css";
import { WaysIn } from "./ways-in";

const POINTS = [
  {
    title: "Live",
    text: "Cyclers and scripts send samples over HTTPS. Their cycles are on the chart within a second.",
  },
  {
    title: "Files as they are",
    text: "Neware, Maccor, Arbin, BioLogic and others, checked against the cycler's own counters before they are stored.",
  },
  {
    title: "The cell that strays",
    text: "Groups as mean ± std over cycle number, and every cell that leaves its group, by name.",
  },
] as const;

type FrontPageProps = {
  takesSignUps: boolean;
  /** The path of a view that anybody may look at; null: none. */
  liveLink: string | null;
};

/** What this is, to whoever is not signed in. */
export function FrontPage({ takesSignUps, liveLink }: FrontPageProps) {
  return (
    <main className={classes.page}>
      <header className={classes.head}>
        <Logo />
      </header>
      <div className={classes.top}>
        <div className={classes.words}>
          <h1 className={classes.title}>Every battery cell of your lab, cycle by cycle, as it is measured</h1>
          <p className={classes.lead}>
            ChargeTracker turns the samples of your cyclers into capacity, efficiency and retention, and shows which
            group of cells ages better and which cell does not belong.
          </p>
          <p className={classes.ways}>
            <WaysIn takesSignUps={takesSignUps} liveLink={liveLink} />
          </p>
        </div>
        <FrontChart />
      </div>
      <ul className={classes.points}>
        {POINTS.map(({ title, text }) => (
          <li key={title}>
            <h2 className={classes.point}>{title}</h2>
            <p>{text}</p>
          </li>
        ))}
      </ul>
      <p className={classes.foot}>
        <Link href="/docs/numbers">What the numbers mean</Link>
        <Link href="/docs/api">API</Link>
      </p>
    </main>
  );
}

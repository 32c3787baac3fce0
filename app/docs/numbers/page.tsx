import type { Metadata } from "next";
import { Link } from "@/app/_components/link";
import { Logo } from "@/app/_components/logo";
import { CYCLES_GUIDE } from "@/server/domain/guide/cycles-guide";
import { type DerivedEntry, exampleText } from "@/server/domain/guide/derived-entry";
import {
  DERIVED_SECTIONS,
  EXAMPLE_INTRODUCTION,
  GUIDE_INTRODUCTION,
  guideEntries,
  unitText,
} from "@/server/domain/guide/numbers-guide";
import { EXAMPLE_ROWS } from "@/server/domain/guide/worked-example";
import api from "../api/api-page.module.css";
import { InlineText, RichText } from "../api/rich-text";
import classes from "./numbers-page.module.css";

export const metadata: Metadata = { title: "Guide to the numbers" };

/** What every number means: from the registry that computes them. */
export default function NumbersPage() {
  const entries = guideEntries();
  return (
    <div className={api.page}>
      <header className={api.header}>
        <Link href="/" className={api.home}>
          <Logo />
        </Link>
        <a href="/docs/api">API</a>
      </header>
      <nav className={api.contents} aria-label="Contents">
        <h2>Metrics</h2>
        <ul>
          {entries.map(({ name, label }) => (
            <li key={name}>
              <a href={`#${name}`}>{label}</a>
            </li>
          ))}
        </ul>
        <ul>
          {CYCLES_GUIDE.map(({ id, title }) => (
            <li key={id}>
              <a href={`#${id}`}>{title}</a>
            </li>
          ))}
        </ul>
        {DERIVED_SECTIONS.map(({ id, title, entries: derived }) => (
          <section key={id}>
            <h2>{title}</h2>
            <ul>
              {derived.map(({ name, label }) => (
                <li key={name}>
                  <a href={`#${name}`}>{label}</a>
                </li>
              ))}
            </ul>
          </section>
        ))}
        <ul>
          <li>
            <a href="#example">The example</a>
          </li>
        </ul>
      </nav>
      <main className={api.main}>
        <h1>Guide to the numbers</h1>
        <RichText text={GUIDE_INTRODUCTION} />
        <dl className={classes.entries}>
          {entries.map(({ name, label, unit, formula, source, example }) => (
            <div key={name} id={name} className={classes.entry}>
              <dt>{label}</dt>
              <dd>
                {formula}
                <p className={classes.example}>
                  As <code>{name}</code>, {unitText(unit)}. Source: {source}. In the <a href="#example">example</a>:{" "}
                  {example.map(exampleText).join(" and ")}.
                </p>
              </dd>
            </div>
          ))}
        </dl>
        {CYCLES_GUIDE.map(({ id, title, paragraphs }) => (
          <section key={id} id={id} className={classes.section}>
            <h2>{title}</h2>
            {paragraphs.map((text) => (
              <RichText key={text} text={text} />
            ))}
          </section>
        ))}
        {DERIVED_SECTIONS.map(({ id, title, introduction, entries: derived }) => (
          <section key={id} id={id} className={classes.section}>
            <h2>{title}</h2>
            <RichText text={introduction} />
            <dl className={classes.entries}>
              {derived.map((entry) => (
                <DerivedNumber key={entry.name} entry={entry} />
              ))}
            </dl>
          </section>
        ))}
        <h2 id="example" className={classes.section}>
          The example
        </h2>
        <RichText text={EXAMPLE_INTRODUCTION} />
        <table className={classes.rows}>
          <thead>
            <tr>
              <th>Test time, s</th>
              <th>Cycle</th>
              <th>Step</th>
              <th>Voltage, V</th>
              <th>Current, A</th>
            </tr>
          </thead>
          <tbody>
            {EXAMPLE_ROWS.map(({ testTimeS, cycle, step, voltageV, currentA }) => (
              <tr key={testTimeS}>
                <td>{testTimeS}</td>
                <td>{cycle}</td>
                <td>{step}</td>
                <td>{voltageV}</td>
                <td>{currentA}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </main>
    </div>
  );
}

function DerivedNumber({ entry: { name, label, unit, text, source, example } }: { entry: DerivedEntry }) {
  return (
    <div id={name} className={classes.entry}>
      <dt>{label}</dt>
      <dd>
        <RichText text={text} />
        <p className={classes.example}>
          As <code>{name}</code>, <InlineText text={unit} />. Source: <InlineText text={source} />.
        </p>
        {example && (
          <p className={classes.example}>
            Example: <InlineText text={example()} />
          </p>
        )}
      </dd>
    </div>
  );
}

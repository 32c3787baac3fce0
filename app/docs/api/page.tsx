import type { Metadata } from "next";
import { Link } from "@/app/_components/link";
import { Logo } from "@/app/_components/logo";
import { openApiDocument } from "@/server/api/rest/openapi";
import classes from "./api-page.module.css";
import { OperationSection, SchemaSection } from "./api-sections";
import { labFrom, prepareOperations, prepareSchemas } from "./prepare-api-page";
import { RichText } from "./rich-text";

export const metadata: Metadata = { title: "API" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The REST API as its own description has it; `lab` is the address of the lab that it was opened from. */
export default async function ApiPage({ searchParams }: Props) {
  const lab = labFrom((await searchParams).lab);
  const document = openApiDocument();
  const operations = prepareOperations(document);
  const schemas = prepareSchemas(document);
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <Link href="/" className={classes.home}>
          <Logo />
        </Link>
        <span className={classes.links}>
          {lab !== null && <Link href={`/labs/${lab}`}>Back to the lab</Link>}
          <a href="/docs/numbers">Guide to the numbers</a>
          <a href="/api/openapi.json">openapi.json</a>
        </span>
      </header>
      <nav className={classes.contents} aria-label="Contents">
        <h2>Calls</h2>
        <ul>
          {operations.map(({ id, method, path }) => (
            <li key={id}>
              <a href={`#${id}`}>
                <span className={classes.method}>{method}</span> {path.replace("/api/v1", "")}
              </a>
            </li>
          ))}
        </ul>
        <h2>Schemas</h2>
        <ul>
          {schemas.map(({ name }) => (
            <li key={name}>
              <a href={`#${name}`}>{name}</a>
            </li>
          ))}
        </ul>
      </nav>
      <main className={classes.main}>
        <h1>REST API, version {document.info.version}</h1>
        <div className={classes.promise}>
          <RichText text={document.info.description ?? ""} />
        </div>
        {operations.map((operation) => (
          <OperationSection key={operation.id} operation={operation} />
        ))}
        <h2 className={classes.part}>Schemas</h2>
        {schemas.map((schema) => (
          <SchemaSection key={schema.name} schema={schema} />
        ))}
      </main>
    </div>
  );
}

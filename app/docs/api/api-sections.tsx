import classes from "./api-page.module.css";
import type { ApiOperation, Field, Parameter, SchemaTables, TypeText } from "./prepare-api-page";
import { InlineText, RichText } from "./rich-text";

export function OperationSection({ operation }: { operation: ApiOperation }) {
  const { id, method, path, summary, description, parameters, bodies, answers } = operation;
  return (
    <section className={classes.section} aria-labelledby={id}>
      <h2 id={id} className={classes.call}>
        <span className={classes.method}>{method}</span> <code>{path}</code>
      </h2>
      <p className={classes.summary}>{summary}</p>
      <RichText text={description} />
      {parameters.length > 0 && (
        <>
          <h3>Parameters</h3>
          <FieldTable fields={parameters} />
        </>
      )}
      {bodies.length > 0 && <BodyTable bodies={bodies} />}
      <h3>Answers</h3>
      <div className={classes.box}>
        <table>
          <tbody>
            {answers.map(({ status, description: meaning, type }) => (
              <tr key={status}>
                <th scope="row">{status}</th>
                <td>
                  <InlineText text={meaning} />
                </td>
                <td>
                  <TypeLine type={type} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function BodyTable({ bodies }: Pick<ApiOperation, "bodies">) {
  return (
    <>
      <h3>Body</h3>
      <div className={classes.box}>
        <table>
          <tbody>
            {bodies.map(({ mediaType, type, description }) => (
              <tr key={mediaType}>
                <th scope="row">
                  <code>{mediaType}</code>
                </th>
                <td>
                  <TypeLine type={type} />
                </td>
                <td>
                  <InlineText text={description} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

export function SchemaSection({ schema }: { schema: SchemaTables }) {
  const { name, description, type, tables } = schema;
  return (
    <section className={classes.section} aria-labelledby={name}>
      <h3 id={name}>{name}</h3>
      {description && <RichText text={description} />}
      {type.length > 0 && <TypeLine type={type} />}
      {tables.map((fields, index) => (
        <div key={fields.map((field) => field.name).join()}>
          {index > 0 && <p className={classes.or}>or</p>}
          <FieldTable fields={fields} />
        </div>
      ))}
    </section>
  );
}

function FieldTable({ fields }: { fields: readonly (Field | Parameter)[] }) {
  return (
    <div className={classes.box}>
      <table>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Type</th>
            <th scope="col">Meaning</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field.name}>
              <th scope="row">
                <code>{field.name}</code>
              </th>
              <td>
                <TypeLine type={field.type} />
                <span className={classes.note}>
                  {"place" in field ? `, in the ${field.place}` : ""}
                  {field.isRequired ? ", required" : ""}
                </span>
              </td>
              <td>
                <InlineText text={field.description} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function TypeLine({ type }: { type: TypeText }) {
  return type.map((part, index) => {
    const key = `${index} ${typeof part === "string" ? part : part.schema}`;
    return typeof part === "string" ? (
      <span key={key}>{part}</span>
    ) : (
      <a key={key} href={`#${part.schema}`}>
        {part.schema}
      </a>
    );
  });
}

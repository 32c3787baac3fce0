import { z } from "zod";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from "zod-openapi";
import { ERROR_KINDS, type ErrorKind } from "../../errors";
import { ANSWER_FORMATS } from "../tables/answer-format";
import type { Operation } from "./operation";
import { OPERATIONS } from "./operations";

const ALWAYS: readonly ErrorKind[] = [
  "unauthenticated",
  "forbidden",
  "unsupported_media_type",
  "invalid_input",
  "unavailable",
];

const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: "What happened, and what to do next" }),
    errors: z
      .array(
        z.object({
          pointer: z.string().optional(),
          row: z.int().optional(),
          column: z.string().optional(),
          message: z.string(),
        }),
      )
      .meta({
        description:
          "The first 100; `pointer` is a JSON pointer into the body, `row` a line of it, from 1, `column` a heading",
      }),
  })
  .meta({ id: "Problem", description: "RFC 9457" });

const PROMISE =
  "**2xx, your batch is on disk and will count exactly once; 4xx, nothing of it is stored, mend it; 429 or 503 with " +
  "`Retry-After`, nothing of it is stored, send the same bytes again.**\n\n" +
  "Units are V, A, Ah, Wh, °C, s and Ω; ratios are fractions; positive current charges the cell. Times in answers are ISO 8601 UTC, " +
  "and Unix milliseconds in column arrays.";

/** The description of the REST API, made from the schemas that check its requests. */
export function openApiDocument() {
  const paths: ZodOpenApiPathsObject = {};
  for (const [name, operation] of Object.entries<Operation>(OPERATIONS)) {
    const method = operation.method.toLowerCase() as Lowercase<Operation["method"]>;
    paths[operation.path] = { ...paths[operation.path], [method]: describeOperation(name, operation) };
  }
  return createDocument({
    openapi: "3.1.0",
    info: { title: "ChargeTracker", version: "1", description: PROMISE },
    servers: [{ url: "/" }],
    security: [{ apiKey: [] }],
    components: {
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer", description: "A key of the lab: `ct_…`" },
        grant: {
          type: "apiKey",
          in: "query",
          name: "grant",
          description: "The secret of a link that shows this and nothing else: `ct_g_…`. See POST /api/v1/grants",
        },
      },
    },
    paths,
  });
}

function describeOperation(name: string, operation: Operation): ZodOpenApiOperationObject {
  const { answer, body } = operation;
  const refusals = new Set([...ALWAYS, ...operation.refusals]);
  const responses = [...refusals].map((kind) => {
    const { httpStatus, title } = ERROR_KINDS[kind];
    const description = [title, operation.reasons?.[kind]].filter(Boolean).join(": ");
    return [String(httpStatus), { description, content: { "application/problem+json": { schema: problem } } }];
  });
  return {
    operationId: name,
    summary: operation.summary,
    description: [operation.description, neededFor(operation)].filter(Boolean).join("\n\n"),
    ...(operation.granted ? { security: [{ apiKey: [] }, { grant: [] }] } : {}),
    requestParams: {
      ...(isEmpty(operation.params) ? {} : { path: operation.params }),
      ...(isEmpty(operation.query) ? {} : { query: operation.query }),
      ...(operation.headers ? { header: operation.headers } : {}),
    },
    ...(body ? { requestBody: { required: true, content: contentOf(body) } } : {}),
    responses: {
      [String(answer.status)]: {
        description: answer.description,
        content: answerContent(operation),
      },
      ...Object.fromEntries(responses),
    },
  };
}

function neededFor({ keyScopes, needsAllScopes, granted }: Operation): string {
  const named = keyScopes.map((scope) => `\`${scope}\``);
  const key = needsAllScopes ? `the scopes ${named.join(" and ")}` : `the scope ${named.join(" or ")}`;
  const without = granted?.without?.map((name) => `, and without \`${name}\``).join("") ?? "";
  return `Needs a key with ${key}${granted ? `, or \`?grant=\` of a link that shows it${without}` : ""}.`;
}

function answerContent({ answer, table, file }: Operation) {
  const json = { [ANSWER_FORMATS.json]: { schema: answer.schema } };
  if (file) {
    const forms = Object.entries(file).map(([mediaType, description]) => {
      return [mediaType, { schema: z.string().meta({ description, format: "binary" }) }] as const;
    });
    return { ...Object.fromEntries(forms), ...(answer.schema instanceof z.ZodNever ? {} : json) };
  }
  if (!table) return json;
  const text = z.string().meta({
    description: "A line for each row below the names of the columns; `#` lines before them with `comments=true`",
  });
  const binary = z
    .string()
    .meta({ description: "With what a reader has to know in the file's metadata", format: "binary" });
  return { ...json, [ANSWER_FORMATS.csv]: { schema: text }, [ANSWER_FORMATS.parquet]: { schema: binary } };
}

function contentOf({ schema, mediaType = "application/json", otherForms = {} }: NonNullable<Operation["body"]>) {
  const forms = Object.entries({ [mediaType]: schema, ...otherForms });
  return Object.fromEntries(forms.map(([mediaType, form]) => [mediaType, { schema: form }]));
}

const isEmpty = (schema: z.ZodObject) => Object.keys(schema.shape).length === 0;

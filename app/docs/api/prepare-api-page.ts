import { SLUG } from "@/server/domain/labs/lab-slugs";

/** What this page reads of an OpenAPI 3.1 document; more may be in it. */
export type ApiDocument = {
  info: { title: string; version: string; description?: string | undefined };
  paths?: Record<string, unknown> | undefined;
  components?: { schemas?: Record<string, unknown> | undefined } | undefined;
};

type Schema = {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  format?: string;
  description?: string;
  additionalProperties?: Schema | boolean;
};
type Content = Record<string, { schema?: Schema }>;
type Operation = {
  summary?: string;
  description?: string;
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema?: Schema }[];
  requestBody?: { content?: Content };
  responses?: Record<string, { description?: string; content?: Content }>;
};

/** A type in words; a named schema is a link to its table. */
export type TypeText = (string | { schema: string })[];
export type Field = { name: string; type: TypeText; isRequired: boolean; description: string };
export type Parameter = Field & { place: string };
export type ApiOperation = {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  parameters: Parameter[];
  /** What may be sent, by media type. */
  bodies: { mediaType: string; type: TypeText; description: string }[];
  answers: { status: string; description: string; type: TypeText }[];
};
/** One table for an object; several where it may have one of several shapes. */
export type SchemaTables = { name: string; description: string; type: TypeText; tables: Field[][] };

const METHODS = ["get", "put", "post", "patch", "delete"] as const;

export function prepareOperations(document: ApiDocument): ApiOperation[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) => {
    // The document is made by our own server from typed schemas; its shape is OpenAPI's.
    const operations = item as Partial<Record<string, Operation>>;
    return METHODS.flatMap((method) => {
      const operation = operations[method];
      return operation ? [prepareOperation(method.toUpperCase(), path, operation)] : [];
    });
  });
}

function prepareOperation(method: string, path: string, operation: Operation): ApiOperation {
  const bodies = Object.entries(operation.requestBody?.content ?? {});
  return {
    id: `${method}-${path}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-"),
    method,
    path,
    summary: operation.summary ?? "",
    description: operation.description ?? "",
    parameters: (operation.parameters ?? []).map((parameter) => ({
      name: parameter.name,
      place: parameter.in,
      type: typeText(parameter.schema ?? {}),
      isRequired: parameter.required ?? false,
      description: meaningOf({ ...parameter.schema, ...withDescription(parameter.description) }),
    })),
    bodies: bodies.map(([mediaType, { schema = {} }]) => ({
      mediaType,
      type: typeText(schema),
      description: schema.$ref ? "" : meaningOf(schema),
    })),
    answers: Object.entries(operation.responses ?? {}).map(([status, { description, content }]) => ({
      status,
      description: description ?? "",
      type: contentType(content) ?? [],
    })),
  };
}

const withDescription = (description: string | undefined) => (description === undefined ? {} : { description });

function contentType(content: Content | undefined): TypeText | null {
  const schema = Object.values(content ?? {})[0]?.schema;
  return schema ? typeText(schema) : null;
}

export function prepareSchemas(document: ApiDocument): SchemaTables[] {
  return Object.entries(document.components?.schemas ?? {}).map(([name, given]) => {
    const schema = given as Schema; // see prepareOperations
    const shapes = schema.anyOf ?? schema.oneOf ?? [schema];
    const tables = shapes.map((shape) => fieldsOf(shape)).filter((fields) => fields.length > 0);
    return { name, description: schema.description ?? "", type: tables.length > 0 ? [] : typeText(schema), tables };
  });
}

const MAX_DEPTH = 4;

/** The fields of an object; those of objects inside it follow theirs, as `outer.inner` and `list[].inner`. */
function fieldsOf(schema: Schema, prefix = "", depth = 0): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, property]) => {
    const name = `${prefix}${key}`;
    const field = {
      name,
      type: typeText(property),
      isRequired: schema.required?.includes(key) ?? false,
      description: meaningOf(property),
    };
    return depth < MAX_DEPTH ? [field, ...innerFields(property, name, depth + 1)] : [field];
  });
}

function innerFields(schema: Schema, name: string, depth: number): Field[] {
  if (schema.items) return fieldsOf(schema.items, `${name}[].`, depth);
  if (typeof schema.additionalProperties === "object")
    return fieldsOf(schema.additionalProperties, `${name}.*.`, depth);
  return fieldsOf(schema, `${name}.`, depth);
}

/** Its description, or that of the first choice that has one, and its default. */
function meaningOf(schema: Schema): string {
  const { description, default: standard, anyOf = [] } = schema;
  const own = description ?? anyOf.find((choice) => choice.description !== undefined)?.description;
  const parts = [own, standard === undefined ? undefined : `Default \`${JSON.stringify(standard)}\`.`];
  return parts.filter((part) => part !== undefined).join(" ");
}

export function typeText(schema: Schema): TypeText {
  if (schema.$ref) return [{ schema: schema.$ref.split("/").at(-1) ?? "" }];
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return joined(choices.map(typeText));
  if (schema.allOf?.[0]) return typeText(schema.allOf[0]);
  const values = schema.enum ?? (schema.const === undefined ? null : [schema.const]);
  if (values) return [values.map((value) => JSON.stringify(value)).join(" | ")];
  return plainTypeText(schema);
}

function plainTypeText(schema: Schema): TypeText {
  if (schema.items) return ["list of ", ...typeText(schema.items)];
  if (typeof schema.additionalProperties === "object" && !schema.properties) {
    return ["object, each ", ...typeText(schema.additionalProperties)];
  }
  const types = [schema.type ?? []].flat();
  return [[schema.format ?? types[0] ?? "anything", ...types.slice(1)].join(" or ")];
}

function joined(choices: TypeText[]): TypeText {
  return choices.flatMap((choice, index) => (index === 0 ? choice : [" or ", ...choice]));
}

/** The address of a lab in the query of this page; null for what is none. */
export const labFrom = (requested: string | string[] | undefined): string | null =>
  typeof requested === "string" && SLUG.test(requested) ? requested : null;

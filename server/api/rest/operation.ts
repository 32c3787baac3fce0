import type { z } from "zod";
import type { GrantedKind, GrantedRead } from "../../domain/labs/grants";
import type { ErrorKind } from "../../errors";
import type { KeyScope } from "../../lab-scope";
import type { Table } from "../tables/table";

type Granted = {
  read: GrantedRead;
  /** Of what: it is named by the one parameter of the path. */
  kind: GrantedKind;
  /** Parameters of the query that reach beyond what is named: with one of them no grant is taken. */
  without?: readonly string[];
};

/** One method of one path of the REST API: what its route checks, and what its description says. */
export type Operation<
  P extends z.ZodObject = z.ZodObject,
  Q extends z.ZodObject = z.ZodObject,
  B extends z.ZodType = z.ZodType,
  A extends z.ZodType = z.ZodType,
> = {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** As the route's folder has it, parameters in braces. */
  path: `/api/v1/${string}`;
  summary: string;
  description?: string;
  /** A key needs one of these, or all where `needsAllScopes`. */
  keyScopes: readonly KeyScope[];
  needsAllScopes?: true;
  /** What a grant has to show to be taken here in place of a key. Where it is missing, none is. */
  granted?: Granted;
  params: P;
  query: Q;
  /** Headers that mean something here; the handler reads them. */
  headers?: z.ZodObject;
  /** Of GET none. An ingest body is checked by its own, faster reader. */
  body: {
    schema: B;
    readBy: "wrapper" | "handler";
    /** JSON where nothing is said. */
    mediaType?: string;
    /** What it may be instead, by media type. */
    otherForms?: Readonly<Record<string, z.ZodType>>;
  } | null;
  answer: { status: 200 | 201 | 202; description: string; schema: A };
  /** The answer as a table, where it is one: then it comes as CSV and Parquet, too. */
  table?(answer: z.output<A>): Table;
  /** Where the answer is a file instead of JSON: what it is, by its media type. The handler tells which is wanted. */
  file?: Readonly<Record<string, string>>;
  /** Refusals beyond those that every operation knows. */
  refusals: readonly ErrorKind[];
  /** When a refusal is given here, where its title does not say enough. */
  reasons?: Partial<Record<ErrorKind, string>>;
};

export function defineOperation<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, A extends z.ZodType>(
  operation: Operation<P, Q, B, A>,
): Operation<P, Q, B, A> {
  return operation;
}

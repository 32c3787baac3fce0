import { callTRPCProcedure } from "@trpc/server";
import { z } from "zod";
import { text } from "../../../domain/cells/input-text";
import { env } from "../../../env";
import { AppError, toAppError } from "../../../errors";
import type { LabScope } from "../../../lab-scope";
import { keepSnapshot } from "../../../services/grants/keep-snapshot";
import { revokeGrant } from "../../../services/grants/revoke-grant";
import { annotationsRouter } from "../annotations-router";
import { cellPageRouter } from "../cells/cell-page-router";
import { cellsRouter } from "../cells/cells-router";
import { exclusionsRouter } from "../exclusions-router";
import { groupsRouter } from "../groups-router";
import { tagsRouter } from "../tags-router";
import { router, type TrpcContext } from "../trpc";
import { withShare } from "./share";
import { openingOf } from "./shared-opening";

/** As many as no page asks. */
const MAX_QUESTIONS = 100;
const MAX_PATH = 64;
const MAX_DEPTH_CHARACTERS = 8_000;
/** JSON packs well: so many times what it takes packed is not written at all. */
const PACKED = 20;
const MIB = 1024 * 1024;

/** What a page asks, as it says itself: the server asks it again, by the link, and keeps what the link is answered. */
export const pageQuestions = z
  .array(
    z.strictObject({
      path: text(MAX_PATH),
      input: z
        .record(text(MAX_PATH), z.json())
        .refine((input) => JSON.stringify(input).length <= MAX_DEPTH_CHARACTERS, "this question is too long"),
    }),
  )
  .min(1)
  .max(MAX_QUESTIONS);
type Question = z.output<typeof pageQuestions>[number];

/** What links ask of, each of whose procedures decides for itself whether it answers them. */
const QUESTIONS = router({
  annotations: annotationsRouter,
  cellPage: cellPageRouter,
  cells: cellsRouter,
  exclusions: exclusionsRouter,
  groups: groupsRouter,
  tags: tagsRouter,
});

/**
 * Freezes a view that was just shared: its link shows from now on what it shows now.
 * @throws AppError for what `keepSnapshot` refuses; the link is revoked then
 */
export async function freezeView(
  scope: LabScope,
  { grant, grantId }: { grant: string; grantId: string },
  { questions, user }: { questions: readonly Question[]; user: TrpcContext["user"] },
): Promise<void> {
  try {
    const opening = await withShare(grant, { isSignedIn: user !== null }, openingOf);
    const answers = await answersTo(questions, { user, isSignedIn: async () => user !== null, shareSecret: grant });
    await keepSnapshot(scope, { grantId, opening, answers });
  } catch (cause) {
    await revokeGrant(scope, { id: grantId });
    throw cause;
  }
}

/** As a JSON list; what the link does not show is left out. @throws AppError `too_large` */
async function answersTo(questions: readonly Question[], ctx: TrpcContext): Promise<string> {
  const written: string[] = [];
  let characters = 0;
  for (const { path, input } of questions) {
    const answer = await answerTo({ path, input }, ctx);
    if (answer === undefined) continue;
    const one = JSON.stringify({ path, input, answer });
    characters += one.length;
    if (characters > PACKED * env().SNAPSHOT_MIB * MIB) {
      throw new AppError("too_large", "This view shows more than a snapshot keeps. Show fewer cells or cycles.");
    }
    written.push(one);
  }
  return `[${written.join(",")}]`;
}

async function answerTo({ path, input }: Question, ctx: TrpcContext): Promise<unknown> {
  const getRawInput = async () => ({ ...input, labSlug: "" });
  const call = { router: QUESTIONS, path, getRawInput, ctx, type: "query" as const, signal: undefined, batchIndex: 0 };
  try {
    return await callTRPCProcedure(call);
  } catch (cause) {
    const { kind } = toAppError(cause instanceof Error ? (cause.cause ?? cause) : cause);
    if (kind === "not_found" || isUnknownPath(cause)) return undefined;
    throw cause;
  }
}

const isUnknownPath = (cause: unknown) =>
  z.object({ code: z.enum(["NOT_FOUND", "METHOD_NOT_SUPPORTED"]) }).safeParse(cause).success;

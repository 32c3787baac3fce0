import { z } from "zod";
import { AppError, toInputProblems } from "../../errors";
import type { ApiHeaders } from "./read-body";

export const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,128}$/, "expected 1–128 visible ASCII characters")
  .optional()
  .meta({
    description:
      "Per lab, remembered for 7 days. Same key and bytes: the first answer, `duplicate: true`; other bytes: 422",
  });

/** The sender's own name for a request, or null. @throws AppError `invalid_input` for one that is none */
export function idempotencyKeyOf(headers: ApiHeaders): string | null {
  const checked = idempotencyKey.safeParse(headers.get("idempotency-key") ?? undefined);
  if (checked.success) return checked.data ?? null;
  const problems = toInputProblems(checked.error.issues).map(({ message }) => ({
    pointer: "/Idempotency-Key",
    message,
  }));
  throw new AppError("invalid_input", "The Idempotency-Key is not usable; see errors.", { problems });
}

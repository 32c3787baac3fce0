import { isUniqueViolation } from "../../data/prisma-clients";
import { AppError } from "../../errors";

/** For `catch`: a row that is there already becomes a conflict with that message, anything else goes on. */
export function conflictOfNames(message: string): (cause: unknown) => never {
  return (cause) => {
    if (!isUniqueViolation(cause)) throw cause;
    throw new AppError("conflict", message, { cause });
  };
}

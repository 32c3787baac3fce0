import { z } from "zod";

/**
 * The input of a procedure that hands it to a service under `given`. The service parses it, once: here it only gets its type, for a
 * schema that turns times into numbers must not see its own answer.
 */
export const givenTo = <S extends z.ZodType>(_schema: S) => z.object({ given: z.custom<z.input<S>>() });

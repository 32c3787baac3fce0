import { z } from "zod";
import { cycleNumber } from "../../domain/cells/input-text";

// Parts of requests and answers that several resources have.

export const nothing = z.strictObject({});
export const cellParams = z.object({ name: z.string().meta({ description: "Name of the cell, percent-encoded" }) });
export const cycleInQuery = z.coerce.number().pipe(cycleNumber);
export const testInQuery = z.string().optional().meta({ description: "Name of one of its tests; all when missing" });

export const time = z.iso.datetime().meta({ description: "ISO 8601 UTC" });
export const nullableNumber = z.number().nullable();
export const capacityAh = z.number().meta({ description: "Ah" });
export const energyWh = z.number().meta({ description: "Wh" });
export const warnings = z.array(z.object({ message: z.string() }));

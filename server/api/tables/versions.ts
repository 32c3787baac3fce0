import { z } from "zod";
import { FORMULA_VERSION } from "../../domain/cycles/stored-quantities";

/** Raised when a reader of exports has to be changed. */
const EXPORT_VERSION = 1;

export const versions = z
  .object({
    export: z.int().meta({ description: "Of the layout of exports" }),
    formulas: z.int().meta({ description: "Of the formulas that compute cycles; each cycle carries its own" }),
    bdf: z.string().meta({ description: "Ontology of the Battery Data Format that names its columns" }),
  })
  .meta({ id: "ExportVersions" });

export const VERSIONS: z.input<typeof versions> = { export: EXPORT_VERSION, formulas: FORMULA_VERSION, bdf: "1.3.0" };

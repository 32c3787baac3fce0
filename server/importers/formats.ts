import { bdf } from "./formats/bdf";
import { generic } from "./formats/generic";
import { newareCsv } from "./formats/neware-csv";
import type { TextFormat } from "./text-format";

/** Every format that is known, in the order in which a file is tried for it: the more particular first. */
export const FORMATS: readonly TextFormat[] = [newareCsv, bdf, generic];

import { arbin } from "./formats/arbin";
import { basytec } from "./formats/basytec";
import { bdf } from "./formats/bdf";
import { biologic } from "./formats/biologic";
import { digatron } from "./formats/digatron";
import { generic } from "./formats/generic";
import { landt } from "./formats/landt";
import { maccor } from "./formats/maccor";
import { newareCsv } from "./formats/neware-csv";
import { novonix } from "./formats/novonix";
import { pec } from "./formats/pec";
import type { TextFormat } from "./text-format";

/** Every format that is known, in the order in which a file is tried for it: the more particular first, any table last. */
export const FORMATS: readonly TextFormat[] = [
  basytec,
  biologic,
  novonix,
  maccor,
  pec,
  digatron,
  landt,
  newareCsv,
  bdf,
  arbin,
  generic,
];

import { arbin } from "./formats/arbin";
import { basytec } from "./formats/basytec";
import { bdf } from "./formats/bdf";
import { biologic } from "./formats/biologic";
import { digatron } from "./formats/digatron";
import { delimited } from "./formats/delimited";
import { gamry } from "./formats/gamry";
import { landt } from "./formats/landt";
import { maccor } from "./formats/maccor";
import { neware } from "./formats/neware";
import { novonix } from "./formats/novonix";
import { pec } from "./formats/pec";
import { chargeTracker2018 } from "./formats/chargetracker-2018";
import { newareHierarchical } from "./formats/neware-hierarchical";
import type { TableFormat } from "./table/table-format";

/** All formats, in the order in which they are tried: the most specific first, any table last. */
export const FORMATS: readonly TableFormat[] = [
  chargeTracker2018,
  basytec,
  biologic,
  novonix,
  maccor,
  pec,
  digatron,
  landt,
  newareHierarchical,
  neware,
  bdf,
  arbin,
  gamry,
  delimited,
];

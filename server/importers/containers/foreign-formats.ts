/** Binary and other formats that are not read, with what to do instead. */
const FOREIGN: readonly (readonly [mark: string, at: number, advice: string])[] = [
  ["\xd0\xcf\x11\xe0", 0, "this is an old Excel workbook (.xls): save it as .xlsx or CSV"],
  ["Standard Jet DB", 4, "this is an Access database, such as an Arbin .res file: export the channel as CSV or .xlsx"],
  ["Standard ACE DB", 4, "this is an Access database, such as an Arbin .res file: export the channel as CSV or .xlsx"],
  ["BIO-LOGIC MODULAR FILE", 0, "this is a BioLogic .mpr file: export it as text (.mpt) from EC-Lab or BT-Lab"],
  ["NEWARE", 0, "this is a Neware .nda file: export it as CSV or .xlsx from BTSDA"],
  ["\x89HDF", 0, "this is an HDF5 file: export its table as CSV or Parquet"],
  ["SQLite format 3", 0, "this is an SQLite database: export its table as CSV"],
  ["%PDF", 0, "this is a PDF document"],
  ["<?xml", 0, "this is XML, such as a Maccor procedure: export the records of the test as text or CSV"],
  ["MATLAB 5.0 MAT-file", 0, "this is a MATLAB file: export its table as CSV"],
];

/** A Neware .ndax file is an archive of these. */
const IN_NDAX = /(?:^|\/)data[^/]*\.ndc$/i;

/** The refusal of an archive that is a cycler's own format, by the names in it; null for others. */
export function foreignArchive(names: readonly string[]): string | null {
  return names.some((name) => IN_NDAX.test(name))
    ? "this is a Neware .ndax file: export it as CSV or .xlsx from BTSDA"
    : null;
}

/** The refusal of a file by its first bytes; null when it may be text. */
export function foreignFormat(first: Uint8Array): string | null {
  const text = String.fromCharCode(...first);
  return FOREIGN.find(([mark, at]) => text.startsWith(mark, at))?.[2] ?? null;
}

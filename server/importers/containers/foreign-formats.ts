/** Files that cyclers write for their own programs: what to do instead. */
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

/** Neware's .ndax is an archive of these. */
const IN_NDAX = /(?:^|\/)data[^/]*\.ndc$/i;

/** What to say of an archive that is a cycler's own file, by the names in it; null when it may hold files of ours. */
export function foreignArchive(names: readonly string[]): string | null {
  return names.some((name) => IN_NDAX.test(name))
    ? "this is a Neware .ndax file: export it as CSV or .xlsx from BTSDA"
    : null;
}

/** What to say of a file that is none of ours, by its first bytes; null when it may be text. */
export function foreignFormat(first: Uint8Array): string | null {
  const text = String.fromCharCode(...first);
  return FOREIGN.find(([mark, at]) => text.startsWith(mark, at))?.[2] ?? null;
}

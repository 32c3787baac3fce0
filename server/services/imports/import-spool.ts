import { inLab } from "../../data/in-lab";
import { insertImportPart } from "../../data/imports/import-writes";
import { env } from "../../env";
import { AppError } from "../../errors";
import { UnreadableFileError } from "../../importers/cycler-file";
import { newBatchIds } from "../../jobs/batch-ids";
import type { LabScope } from "../../lab-scope";
import { refuseScattered } from "../batches/refuse-scattered";
import type { ReadPart } from "./reading/reading-messages";
import { CELL_NAME_RULE, TEST_NAME_RULE, toCellName, toTestName } from "../../domain/cells/input-names";

const MAX_TESTS = 1_000;

/** What an import was sent for: a cell, or null where the file names its cells, and a test. */
type Target = { importId: string; cell: string | null; test: string };

/** Keeps the parts of a file, as they are read, where they wait until the last one was read. */
export class ImportSpool {
  private parts = 0;
  private samples = 0;
  private readonly tests = new Set<string>();
  /** Of the file's own names. */
  private readonly cells = new Set<string>();

  constructor(
    private readonly scope: LabScope,
    private readonly target: Target,
  ) {}

  get isEmpty(): boolean {
    return this.parts === 0;
  }

  /**
   * Resolves when the database has the part.
   * @throws UnreadableFileError when it cannot be stored as it is
   */
  async add(part: ReadPart): Promise<void> {
    const { header, bytes, firstRow, fromUs, toUs, fault } = part;
    const names = this.namesOf(part, firstRow);
    if (fault) throw new UnreadableFileError("The file holds values that no cycler measures; see errors.", [fault]);
    this.refuseTooMany(header.length);
    const timeUs = new Float64Array(bytes.buffer, bytes.byteOffset, header.length);
    await refuseScattered(this.scope, [{ samples: { timeUs, length: header.length } }], { mayBeWide: true });
    const [batchId = ""] = newBatchIds(Date.now(), 1);
    const spooled = {
      importId: this.target.importId,
      ordinal: this.parts,
      batchId,
      ...names,
      ...{ header, bytes, fromUs, toUs },
    };
    this.parts += 1;
    const isKept = await inLab(this.scope, (tx) => insertImportPart(this.scope, tx, spooled));
    if (!isKept) throw new AppError("conflict", "This import was ended while its file arrived. Send the file again.");
  }

  private refuseTooMany(more: number): void {
    this.samples += more;
    const { IMPORT_MAX_SAMPLES } = env();
    if (this.samples <= IMPORT_MAX_SAMPLES) return;
    throw new AppError("too_large", `A file may hold ${IMPORT_MAX_SAMPLES} samples. Split it.`);
  }

  /** What a test of the file is called in the lab. @throws UnreadableFileError */
  namesOf(
    { cell, test }: { cell: string | null; test: string },
    row: number | null = null,
  ): { cell: string; test: string } {
    const names = { cell: this.cellOf(cell, row), test: this.testOf(test, row) };
    this.tests.add(JSON.stringify(names));
    if (this.tests.size > MAX_TESTS) throw refused(`The file holds over ${MAX_TESTS} tests. Split it.`, row, "cell");
    return names;
  }

  private cellOf(fileCell: string | null, row: number | null): string {
    if (fileCell === null) {
      if (this.target.cell !== null) return this.target.cell;
      throw refused("The file does not say which cell it is of. Name the cell: ?cell=…", null, "cell");
    }
    this.cells.add(fileCell);
    if (this.target.cell !== null) {
      if (this.cells.size === 1) return this.target.cell;
      throw refused(
        "The file is of several cells. Leave `cell` out, so that each goes under its own name.",
        row,
        "cell",
      );
    }
    const name = toCellName(fileCell);
    if (name === null) throw refused(`The file names a cell that cannot be called so: ${CELL_NAME_RULE}.`, row, "cell");
    return name;
  }

  private testOf(fileTest: string, row: number | null): string {
    const name = toTestName([this.target.test, fileTest].filter((part) => part !== "").join(" "));
    if (name === null)
      throw refused(`A test of the file cannot be called as it would be: ${TEST_NAME_RULE}.`, row, "test");
    return name;
  }
}

const refused = (message: string, row: number | null, column: string) =>
  new UnreadableFileError(message, [{ row, column, message }]);

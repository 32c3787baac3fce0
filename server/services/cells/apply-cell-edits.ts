import type { z } from "zod";
import type { Cell } from "../../data/cells/cell-reads";
import type { CellSettingsRow } from "../../data/cells/cell-writes";
import type { MetadataField } from "../../data/cells/metadata-field-reads";
import type { MetadataValue } from "../../domain/groups/groupings";
import type { InputProblem } from "../../errors";
import type { cellChanges } from "./cell-settings";
import { fitMetadataValue } from "../../domain/cells/metadata-values";

export type CellEdit = { cell: string } & Omit<z.output<typeof cellChanges>, "tests">;

type Shown = Record<string, MetadataValue | null>;

/** A cell after its edit, and of both sides what differs. */
export type EditedCell = {
  name: string;
  row: CellSettingsRow;
  values: { metadataFieldId: number; value: MetadataValue | null }[];
  before: Record<string, MetadataValue | null | Shown>;
  after: Record<string, MetadataValue | null | Shown>;
  hasNewSettings: boolean;
  hasChanged: boolean;
};

const SETTINGS = [
  "nominalCapacityAh",
  "activeMassG",
  "electrodeAreaCm2",
  "polarity",
  "cycleStartsWith",
  "formationCycles",
  "referenceCycle",
  "maxGapSeconds",
] as const;
/** What a cell has when the setting is cleared, where that is not null. */
const WHEN_CLEARED = { polarity: "full_cell", cycleStartsWith: "charge" } as const;
/** Those that the numbers of its cycles depend on. */
const COUNTED: readonly string[] = ["nominalCapacityAh", "cycleStartsWith", "maxGapSeconds"];

/** What edits come to, cell by cell, and every reason why one cannot be. Nothing is written here. */
export function editedCells(
  edits: readonly CellEdit[],
  cells: ReadonlyMap<string, Cell>,
  fields: readonly MetadataField[],
): { cells: EditedCell[]; problems: InputProblem[] } {
  const fieldOf = new Map(fields.map((field) => [field.name, field]));
  const problems: InputProblem[] = [];
  const edited = edits.flatMap((edit, index) => {
    const cell = cells.get(edit.cell);
    if (!cell) {
      problems.push({ pointer: `/edits/${index}`, message: `there is no cell "${edit.cell}" in this lab` });
      return [];
    }
    return [
      editCell(cell, edit, fieldOf, (path, message) => problems.push({ pointer: `/edits/${index}${path}`, message })),
    ];
  });
  return { cells: edited, problems };
}

function editCell(
  cell: Cell,
  edit: CellEdit,
  fieldOf: ReadonlyMap<string, MetadataField>,
  complain: (path: string, message: string) => void,
): EditedCell {
  const { metadata: requested = {}, ...settings } = edit;
  const changedSettings = changedNames(cell, settings);
  const values: EditedCell["values"] = [];
  const [before, after]: [Shown, Shown] = [{}, {}];
  for (const [name, value] of Object.entries(requested)) {
    const was = cell.metadata[name] ?? null;
    const field = fieldOf.get(name);
    const path = `/metadata/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    const fit = field && value !== null ? fitMetadataValue(field, value) : { value: null };
    if (!field) complain(path, `${cell.name}: this lab has no metadata field "${name}"`);
    else if ("problem" in fit) complain(path, `${cell.name}, ${name}: ${fit.problem}`);
    else if (fit.value !== was) {
      values.push({ metadataFieldId: field.metadataFieldId, value: fit.value });
      before[name] = was;
      after[name] = fit.value;
    }
  }
  const newSettings = Object.fromEntries(changedSettings.map((name) => [name, requestedValue(settings, name)]));
  const oldSettings = Object.fromEntries(changedSettings.map((name) => [name, cell[name]]));
  const ofFields = values.length > 0;
  return {
    name: cell.name,
    row: {
      ...cell,
      ...newSettings,
      setsNominalCapacity: settings.nominalCapacityAh !== undefined,
      raisesVersion: changedSettings.some((name) => COUNTED.includes(name)),
    },
    values,
    before: withMetadata(oldSettings, before),
    after: withMetadata(newSettings, after),
    hasNewSettings: changedSettings.length > 0,
    hasChanged: changedSettings.length > 0 || ofFields,
  };
}

const withMetadata = (settings: Shown, metadata: Shown): EditedCell["before"] =>
  Object.keys(metadata).length > 0 ? { ...settings, metadata } : settings;

type RequestedSettings = Omit<CellEdit, "cell" | "metadata">;

const changedNames = (cell: Cell, settings: RequestedSettings) =>
  SETTINGS.filter((name) => settings[name] !== undefined && requestedValue(settings, name) !== cell[name]);

function requestedValue(settings: RequestedSettings, name: (typeof SETTINGS)[number]) {
  const value = settings[name] ?? null;
  return value ?? (name === "polarity" || name === "cycleStartsWith" ? WHEN_CLEARED[name] : null);
}

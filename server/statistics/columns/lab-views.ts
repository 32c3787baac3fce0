import { applyGroupsDelta } from "../../domain/groups/apply-groups-delta";
import type { GroupsDelta, GroupsView } from "../../domain/groups/groups-view";
import { type CycleFilter, filterKey } from "../../domain/tags/cycle-filter";
import type { CellColumns } from "./cell-columns";
import { FilteredCells } from "./filtered-cells";
import { Recent } from "../../recent";
import { inPieces } from "../in-pieces";
import type { AskedSplit } from "../requested-groups";
import { type Groups, indexGroups } from "../indexed-groups";
import type { LabColumns } from "./lab-columns";

/** What computes a view: whole, or what changed of it after a version. */
type Work = { whole: () => Promise<GroupsView>; changesAfter: (version: number) => Promise<GroupsDelta | null> };

/** Groupings of a lab, and filters of its cells, of which the groups are remembered; they are small. */
const MAX_GROUPINGS = 50;
/** Filters whose cells are kept. */
const MAX_FILTERS = 6;

/** Answers that are remembered of one version; each is small. */
const MAX_FOUND = 500;

/** What was made of a lab's columns while its cells and groupings stayed as they are: a change is worked into it instead of making it anew. */
export class LabViews {
  private readonly groupings = new Map<string, Groups>();
  private readonly views: Recent<GroupsView>;
  private readonly filters = new Recent<FilteredCells>({ max: MAX_FILTERS });
  /** What was found of the columns of one version; the next one forgets it. */
  private readonly found = new Map<string, Promise<unknown>>();
  private foundVersion = -1;

  /** @param maxBytes of views; the least recently asked one goes first */
  constructor(maxBytes: number) {
    this.views = new Recent({ max: maxBytes, sizeOf: bytesOfView });
  }

  get byteLength(): number {
    return this.filters.values().reduce((sum, { byteLength }) => sum + byteLength, this.views.size);
  }

  /** The cells of a lab with only those cycles counting that pass the filter. */
  async cellsOf({ cells }: LabColumns, filter: CycleFilter | null): Promise<readonly CellColumns[]> {
    if (filter === null) return cells;
    const key = filterKey(filter);
    const filtered = this.filters.get(key) ?? new FilteredCells(filter);
    this.filters.set(key, filtered);
    return inPieces(filtered.of(cells));
  }

  /** The groups of a grouping, which is read when it is asked for first; of a filter every cell is looked at then, and not again. */
  async groupsOf(columns: LabColumns, key: string, read: () => Promise<AskedSplit>): Promise<Groups> {
    const known = this.groupings.get(key);
    if (known) return known;
    const groups = await inPieces(indexGroups(columns.cells, await read()));
    if (this.groupings.size >= MAX_GROUPINGS) this.groupings.clear();
    this.groupings.set(key, groups);
    return groups;
  }

  /** A view as of the columns' version: the one that is here with what changed since, else a new one. Nobody may change what it gives. */
  async current(key: string, { whole, changesAfter }: Work): Promise<GroupsView> {
    const known = this.views.get(key);
    const changes = known ? await changesAfter(known.version) : null;
    const view = known && changes ? applyGroupsDelta(known, changes) : await whole();
    this.views.set(key, view);
    return view;
  }

  /** What `find` finds, once for as long as the columns stay as they are; whoever asks meanwhile waits for it. Nobody may change what it gives. */
  once<Found>({ version }: LabColumns, key: string, find: () => Promise<Found>): Promise<Found> {
    if (version !== this.foundVersion || this.found.size >= MAX_FOUND) this.found.clear();
    this.foundVersion = version;
    const known = this.found.get(key);
    if (known !== undefined) return known as Promise<Found>; // its key says what it holds
    const finding = find();
    this.found.set(key, finding);
    finding.catch(() => this.found.delete(key));
    return finding;
  }
}

/** Eleven values, and their text once it was written. */
export const BYTES_OF_POINT = 11 * 8 + 165;
const bytesOfView = ({ groups }: GroupsView) =>
  groups.reduce((sum, { cycle }) => sum + BYTES_OF_POINT * cycle.length, 0);

const NOT_IN_FILE_NAMES = /[\\/:*?"<>|\p{C}]/gu;
const MOST_CHARACTERS = 100;

/** Text as a part of a file's name that every system takes, and that leads nowhere else. */
export function inFileName(text: string): string {
  const name = text.replace(NOT_IN_FILE_NAMES, "_").slice(0, MOST_CHARACTERS).toWellFormed();
  // Cut to 100 characters above.
  return name.replace(/^[. ]+|[. ]+$/g, "_") || "_";
}

/** The name of a file with the samples of a test, without its ending. */
export const seriesName = (cell: string, test: string): string =>
  test === "" ? inFileName(cell) : `${inFileName(cell)}__${inFileName(test)}`;

/** Names of which no two are one, also where upper and lower case are the same. */
export class DistinctNames {
  private readonly taken = new Set<string>();

  of(name: string): string {
    let distinct = name;
    for (let count = 2; this.taken.has(distinct.toLowerCase()); count++) distinct = `${name}~${count}`;
    this.taken.add(distinct.toLowerCase());
    return distinct;
  }
}

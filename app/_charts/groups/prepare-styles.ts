import { DASH_COUNT, GROUP_COLOURS, type GroupStyle, groupStyle } from "./group-style";

type StyledGroup = { key: string; colour: number };

/**
 * How groups are told apart. Where two fields name them, colour tells the first and dash and marker the second, so that a comparison along
 * either is seen at once; elsewhere, and where there are more values than colours or dashes, each has its own place in the palette.
 * @param fieldCount by how many fields the groups are named, without colours of their own
 */
export function stylesOf(groups: readonly StyledGroup[], fieldCount: number): GroupStyle[] {
  const pairs = fieldCount === 2 ? groups.map(({ key }) => pairOf(key)) : [];
  const firsts = distinct(pairs.map((pair) => pair?.[0]));
  const seconds = distinct(pairs.map((pair) => pair?.[1]));
  const fit = pairs.length > 0 && firsts.length <= GROUP_COLOURS.length && seconds.length <= DASH_COUNT;
  return groups.map(({ colour }, index) => {
    const pair = pairs[index];
    if (!fit || !pair) return groupStyle(colour);
    return groupStyle(seconds.indexOf(pair[1]) * GROUP_COLOURS.length + firsts.indexOf(pair[0]));
  });
}

const distinct = (values: readonly (string | undefined)[]) => [...new Set(values)];

/** The two values that a key is made of; null for a key of another kind. */
function pairOf(key: string): readonly [string, string] | null {
  const parsed: unknown = JSON.parse(key);
  if (!Array.isArray(parsed) || parsed.length !== 2) return null;
  return [JSON.stringify(parsed[0]), JSON.stringify(parsed[1])];
}

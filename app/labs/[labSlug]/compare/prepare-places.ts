/** The place in the palette of the first line of each pin: a cell of several tests may have several lines. */
export function placesOf(pinned: readonly { lines: readonly unknown[] }[]): number[] {
  let place = 0;
  return pinned.map(({ lines }) => {
    const own = place;
    place += lines.length;
    return own;
  });
}

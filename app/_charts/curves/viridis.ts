/** Eighteen colours of viridis (van der Walt and Smith, matplotlib; CC0), evenly from dark to bright. */
const TABLE = [
  0x440154, 0x481769, 0x472a7a, 0x433d84, 0x3d4e8a, 0x355e8d, 0x2e6d8e, 0x297b8e, 0x23898e, 0x1f978b, 0x21a585,
  0x2eb37c, 0x46c06f, 0x65cb5e, 0x89d548, 0xb0dd2f, 0xd8e219, 0xfde725,
] as const;

/** The bright end would not be seen on white, nor the dark one on black: each scheme has the part that stands out 3 : 1 from its ground. */
const PARTS = { light: { from: 0, to: 0.59 }, dark: { from: 0.36, to: 1 } } as const;
type Scheme = keyof typeof PARTS;

/** The colour at a share 0..1 of the scale, as it is drawn in a scheme; between those of the table in a straight line. */
export function viridis(share: number, scheme: Scheme): string {
  const { from, to } = PARTS[scheme];
  const at = (from + (to - from) * Math.min(1, Math.max(0, share))) * (TABLE.length - 1);
  const below = Math.min(TABLE.length - 2, Math.floor(at));
  const [low, high] = [TABLE[below] ?? 0, TABLE[below + 1] ?? 0];
  const parts = [16, 8, 0].map((shift) => {
    const [first, second] = [(low >> shift) & 255, (high >> shift) & 255];
    return Math.round(first + (at - below) * (second - first))
      .toString(16)
      .padStart(2, "0");
  });
  return `#${parts.join("")}`;
}

/** For style: the colour of whichever scheme is in use. */
export const viridisOfScheme = (share: number) => `light-dark(${viridis(share, "light")}, ${viridis(share, "dark")})`;

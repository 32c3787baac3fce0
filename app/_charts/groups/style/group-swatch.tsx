import type { GroupStyle, Marker } from "./group-style";

/** The mark of a group beside its name: a piece of its line, with its marker. */
export function GroupSwatch({ style }: { style: GroupStyle }) {
  return (
    <svg width={26} height={12} viewBox="0 0 26 12" aria-hidden="true">
      <path d="M1 6h24" stroke={style.colour} strokeWidth={2} strokeDasharray={style.dash ?? undefined} />
      <path d={markerPath(style.marker, 13, 6, 4)} fill={style.colour} />
    </svg>
  );
}

export function markerPath(marker: Marker, x: number, y: number, radius: number): string {
  const r = radius;
  switch (marker) {
    case "circle":
      return `M${x - r},${y}a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0Z`;
    case "square":
      return `M${x - r},${y - r}h${2 * r}v${2 * r}h${-2 * r}Z`;
    case "triangle":
      return `M${x},${y - r}l${r},${2 * r}h${-2 * r}Z`;
    case "diamond":
      return `M${x},${y - r}l${r},${r}l${-r},${r}l${-r},${-r}Z`;
  }
}

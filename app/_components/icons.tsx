import type { SVGProps } from "react";

/** Drawn on a 16 px grid with one line width; they take the colour and size of the text around them. */
const PATHS = {
  overview: "M2 2.5h5v5H2ZM9 2.5h5v3H9ZM9 8h5v5.5H9ZM2 10h5v3.5H2Z",
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10ZM10.7 10.7l3.3 3.3",
  groups: "M2 13.5h12M3 10l3-3 3 1.5 4.5-5M3 12l3.5-1.5L10 11l3.5-2.5",
  cells: "M2 3h12v10H2ZM2 6.5h12M2 9.8h12M6 3v10",
  groupings: "M2.5 3.5h4v4h-4ZM9.5 3.5h4v4h-4ZM6 10.5h4v3H6ZM4.5 7.5v1.5h7V7.5M8 9v1.5",
  import: "M8 2v7.5M4.8 6.5 8 9.7l3.2-3.2M2 10.5v3h12v-3",
  compare: "M2 2v11.5h12M4.5 5c3 0 5 1 8.5 5M4.5 8.5c3-.5 5-2 8.5-5",
  export: "M8 9.7V2.2M4.8 5.2 8 2l3.2 3.2M2 10.5v3h12v-3",
  api: "M5.5 4 1.5 8l4 4M10.5 4l4 4-4 4",
  eye: "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8ZM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
  eyeOff:
    "M6 3.8A6 6 0 0 1 8 3.5c4 0 6.5 4.5 6.5 4.5a11 11 0 0 1-1.8 2.3M3.7 5.1A10.5 10.5 0 0 0 1.5 8S4 12.5 8 12.5a6 6 0 0 0 2.8-.7M2 2l12 12",
  info: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 7.3v3.5M8 5.1v.1",
  sliders:
    "M2 4.5h7M13 4.5h1M2 11.5h1M7 11.5h7M11 6.3a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6ZM5 13.3a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6Z",
  left: "M10 3.5 5.5 8l4.5 4.5",
  right: "M6 3.5 10.5 8 6 12.5",
  person: "M8 8.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2.5 14c.6-2.5 2.8-3.5 5.5-3.5s4.9 1 5.5 3.5",
  keyboard: "M1.5 4h13v8.5h-13ZM4 6.8h.1M6.7 6.8h.1M9.4 6.8h.1M12 6.8h.1M4.8 9.8h6.4",
  copy: "M5.5 5.5h8v8h-8ZM3.5 10.5h-1v-8h8v1",
  check: "M3 8.5 6.5 12 13 4.5",
  expand: "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
  shrink: "M6 2.5V6H2.5M13.5 6H10V2.5M10 13.5V10h3.5M2.5 10H6v3.5",
} as const;

export function Icon({
  name,
  size = 16,
  ...rest
}: { name: keyof typeof PATHS; size?: number } & SVGProps<SVGSVGElement>) {
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={1.4}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      {...rest}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

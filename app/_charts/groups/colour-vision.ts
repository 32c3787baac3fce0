/** Colour arithmetic for the test that proves the group colours. Channels are linear sRGB, 0..1. */
type Triple = readonly [number, number, number];
type Matrix = readonly [Triple, Triple, Triple];

/** How people see who lack one kind of cone: Machado, Oliveira and Fernandes (2009), severity 1.0, on linear sRGB. */
export const VISIONS = {
  usual: matrix([1, 0, 0], [0, 1, 0], [0, 0, 1]),
  protan: matrix([0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]),
  deutan: matrix([0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]),
  tritan: matrix([1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]),
} as const satisfies Record<string, Matrix>;

function matrix(...rows: [Triple, Triple, Triple]): Matrix {
  return rows;
}

const multiply = (rows: Matrix, [r, g, b]: Triple): Triple => {
  const row = ([x, y, z]: Triple) => x * r + y * g + z * b;
  return [row(rows[0]), row(rows[1]), row(rows[2])];
};

function toLinear(hex: string): Triple {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

/** WCAG 2 contrast of two colours, 1..21. */
export function contrast(left: string, right: string): number {
  const luminance = ([r, g, b]: Triple) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
  const [first, second] = [luminance(toLinear(left)), luminance(toLinear(right))];
  return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
}

/** CIEDE2000 between two colours as someone with that vision sees them. 1 is just noticeable side by side. */
export function distance(left: string, right: string, vision: keyof typeof VISIONS): number {
  const seen = (hex: string) => {
    const [r, g, b] = multiply(VISIONS[vision], toLinear(hex));
    return toLab([clamp(r), clamp(g), clamp(b)]);
  };
  return deltaE2000(seen(left), seen(right));
}

const clamp = (value: number) => Math.min(1, Math.max(0, value));

const TO_XYZ = matrix(
  [0.4124564, 0.3575761, 0.1804375],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339, 0.119192, 0.9503041],
);

/** CIE L*a*b* under D65. */
function toLab(linear: Triple): Triple {
  const [x, y, z] = multiply(TO_XYZ, linear);
  const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const [fx, fy, fz] = [f(x / 0.95047), f(y), f(z / 1.08883)];
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}

const DEGREES = 180 / Math.PI;
const cosOf = (degrees: number) => Math.cos(degrees / DEGREES);

/** @see Sharma, Wu and Dalal (2005), "The CIEDE2000 color-difference formula"; tested against their table */
export function deltaE2000([l1, a1, b1]: Triple, [l2, a2, b2]: Triple): number {
  const meanChroma = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const g = 0.5 * (1 - Math.sqrt(meanChroma ** 7 / (meanChroma ** 7 + 25 ** 7)));
  const [c1, c2] = [Math.hypot((1 + g) * a1, b1), Math.hypot((1 + g) * a2, b2)];
  const [h1, h2] = [hueOf((1 + g) * a1, b1), hueOf((1 + g) * a2, b2)];
  const turn = c1 * c2 === 0 ? 0 : ((h2 - h1 + 540) % 360) - 180;
  const meanL = (l1 + l2) / 2;
  const meanC = (c1 + c2) / 2;
  const meanH = c1 * c2 === 0 ? h1 + h2 : (h1 + turn / 2 + 360) % 360;
  const t =
    1 - 0.17 * cosOf(meanH - 30) + 0.24 * cosOf(2 * meanH) + 0.32 * cosOf(3 * meanH + 6) - 0.2 * cosOf(4 * meanH - 63);
  const lightness = (l2 - l1) / (1 + (0.015 * (meanL - 50) ** 2) / Math.sqrt(20 + (meanL - 50) ** 2));
  const chroma = (c2 - c1) / (1 + 0.045 * meanC);
  const hue = (2 * Math.sqrt(c1 * c2) * Math.sin(turn / 2 / DEGREES)) / (1 + 0.015 * meanC * t);
  const rotation =
    -2 *
    Math.sqrt(meanC ** 7 / (meanC ** 7 + 25 ** 7)) *
    Math.sin((60 * Math.exp(-(((meanH - 275) / 25) ** 2))) / DEGREES);
  return Math.sqrt(lightness ** 2 + chroma ** 2 + hue ** 2 + rotation * chroma * hue);
}

const hueOf = (a: number, b: number) => (a === 0 && b === 0 ? 0 : (Math.atan2(b, a) * DEGREES + 360) % 360);

import { describe, expect, it } from "vitest";
import { differenceCiede2000, formatHex, type Lab65 } from "culori";
import { contrast, distance, seenBy, VISIONS } from "./colour-vision";
import { GROUNDS, GROUP_COLOURS, groupStyle } from "./group-style";

const SCHEMES = ["light", "dark"] as const;

describe("the colours of groups", () => {
  it.each(SCHEMES)("stand out from the %s ground at least 3 : 1", (scheme) => {
    for (const colour of GROUP_COLOURS) expect(contrast(colour[scheme], GROUNDS[scheme])).toBeGreaterThanOrEqual(3);
  });

  it.each(SCHEMES.flatMap((scheme) => VISIONS.map((vision) => ({ scheme, vision }))))(
    "stay apart in the $scheme scheme for $vision vision",
    ({ scheme, vision }) => {
      for (const [index, one] of GROUP_COLOURS.entries()) {
        for (const other of GROUP_COLOURS.slice(index + 1)) {
          expect(distance(one[scheme], other[scheme], vision), `${one[scheme]} ${other[scheme]}`).toBeGreaterThan(10);
        }
      }
    },
  );

  it("come back with another dash and another marker from the eighth group on", () => {
    const styles = Array.from({ length: 28 }, (_, index) => groupStyle(index));
    expect(styles[7]).toEqual({ colour: styles[0]?.colour, dash: "7 4", marker: "square" });
    expect(new Set(styles.map((style) => JSON.stringify(style))).size).toBe(28);
  });
});

describe("the measures themselves", () => {
  it("give the published contrast of black on white, and of #767676, the lightest grey for text", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 10);
    expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
  });

  it("give CIEDE2000 as in the table of Sharma, Wu and Dalal (2005), pairs 1, 7, 14 and 25", () => {
    const lab = ([l, a, b]: readonly [number, number, number]): Lab65 => ({ mode: "lab65", l, a, b });
    const deltaE = differenceCiede2000();
    expect(deltaE(lab([50, 2.6772, -79.7751]), lab([50, 0, -82.7485]))).toBeCloseTo(2.0425, 4);
    expect(deltaE(lab([50, 0, 0]), lab([50, -1, 2]))).toBeCloseTo(2.3669, 4);
    expect(deltaE(lab([50, 2.5, 0]), lab([50, 0, -2.5]))).toBeCloseTo(4.3065, 4);
    expect(deltaE(lab([60.2574, -34.0099, 36.2677]), lab([60.4626, -34.1751, 39.4387]))).toBeCloseTo(1.2644, 4);
  });

  it("see light as Machado, Oliveira and Fernandes (2009) say: full red is a dark olive to protanopes", () => {
    // Linear light 1, 0, 0 → 0.1523, 0.1145, −0.0039; in sRGB 0.427, 0.373, 0 of 255 = 109, 95, 0.
    expect(formatHex(seenBy("protan", "#ff0000"))).toBe("#6d5f00");
  });

  it("see red and green as protanopes do: nearer to each other", () => {
    expect(distance("#d04040", "#808020", "protan")).toBeLessThan(distance("#d04040", "#808020", "usual"));
  });
});

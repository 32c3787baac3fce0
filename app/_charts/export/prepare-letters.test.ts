import { expect, it } from "vitest";
import { lettersOutside } from "./prepare-letters";

const svgOf = (text: string) => `<svg><title>電</title><text x="1"><tspan>${text}</tspan></text></svg>`;

it("names the letters of the texts that are drawn, and that the fonts do not have", () => {
  expect(lettersOutside(svgOf("Kapazität / mAh·g⁻¹, ΔV ± 2 µΩ − Жук ≤ ∞"))).toBe("");
  expect(lettersOutside(svgOf("電池 A 電"))).toBe("電池");
  expect(lettersOutside(svgOf("cell 🔋"))).toBe("🔋");
  expect(lettersOutside(svgOf("一丁丂七丄丅丆万丈三上下丌"))).toBe("一丁丂七丄丅丆万丈三上下…");
});

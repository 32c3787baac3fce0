import { expect, it } from "vitest";
import { withoutStall } from "./without-stall";

async function burn(): Promise<never> {
  for (const begun = process.cpuUsage(); process.cpuUsage(begun).user < 50_000; );
  throw new Error("refused");
}

it("fails what takes long, also where it is refused in the end", async () => {
  await expect(withoutStall(burn, 0.02)).rejects.toThrow("of processor time");
  await expect(withoutStall(burn, 10)).rejects.toThrow("refused");
  expect(await withoutStall(async () => 7)).toBe(7);
});

import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { bdfTermOf } from "./bdf-terms";

it.each([
  ["voltage_volt", "voltage_volt"],
  ["Voltage / V", "voltage_volt"],
  ["test_time_s", "test_time_second"],
  ["charging_energy_watt_hour", "charging_energy_wh"],
  ["Surface Temperature T3 / degC", "temperature_t3_celsius"],
  ["temperature_t5_degc", "temperature_t5_celsius"],
  ["voltage", null],
  ["constructor", null],
])("knows %s as %s", (name, term) => {
  expect(bdfTermOf(name)).toBe(term);
});

it("knows every column of a real file", () => {
  const [header = ""] = readFileSync("fixtures/landt_ligrr2032.bdf.csv", "utf8").split(/\r?\n/);
  for (const column of header.split(",")) expect(bdfTermOf(column), column).toBe(column);
});

import { expect, it } from "vitest";
import { readKioskState, viewKey, writeKioskState } from "./kiosk-state";

it("shows what the address names, for as long as it says", () => {
  const query = "view=7:coulombicEfficiency&view=overview&view=overview&view=x&view=7:nothing&every=5";
  const { views, everyS } = readKioskState(new URLSearchParams(query));
  expect(views.map(viewKey)).toEqual(["7:coulombicEfficiency", "overview"]);
  expect(everyS).toBe(5);
});

it("turns every 20 s unless it is told a whole number of seconds up to an hour", () => {
  for (const every of ["", "0", "-1", "2.5", "x", "100000"]) {
    expect(readKioskState(new URLSearchParams({ every })).everyS).toBe(20);
  }
});

it("writes an address that it reads as the same", () => {
  const state = readKioskState(new URLSearchParams("view=7:coulombicEfficiency&view=overview&every=5"));
  expect(readKioskState(new URLSearchParams(writeKioskState(state)))).toEqual(state);
  expect(writeKioskState({ views: [], everyS: 20 })).toBe("");
});

import { expect, it } from "vitest";
import { smoothingQuery } from "./prepare-smoothing";

const metrics = { chargeCapacityAh: [4.7, null], dischargeCapacityAh: [4.6, 0.1] };

it("asks for nothing where curves are as they usually are", () => {
  expect(smoothingQuery({ kind: "vq", smoothing: "gaussian" }, metrics)).toEqual({});
  expect(smoothingQuery({ kind: "dqdv", smoothing: "savgol" }, metrics)).toEqual({});
});

it("asks for another smoothing, over capacity with a grid for all cycles", () => {
  expect(smoothingQuery({ kind: "dqdv", smoothing: "gaussian" }, undefined)).toEqual({ smoothing: "gaussian" });
  expect(smoothingQuery({ kind: "dvdq", smoothing: "none" }, undefined)).toEqual({ smoothing: "none" });
  // 4.7 Ah ÷ 250 = 18.8 mAh
  expect(smoothingQuery({ kind: "dvdq", smoothing: "gaussian" }, metrics)).toEqual({
    smoothing: "gaussian",
    gridAh: 0.02,
  });
  expect(smoothingQuery({ kind: "dvdq", smoothing: "gaussian" }, {})).toEqual({}); // nothing moved yet
});

import { expect, it } from "vitest";
import { readSheetView, writeSheetView } from "./sheet-view";

const read = (query: string) => readSheetView(new URLSearchParams(query));

it("comes back from the address as it was written, beside what else stands there", () => {
  const view = { filter: "lnmo 2C & more", order: { key: "field:7", isFalling: true }, columns: ["status", "field-7"] };
  const query = writeSheetView(view, new URLSearchParams("cell=A-01"));
  expect(readSheetView(query)).toEqual(view);
  expect(query.get("cell")).toBe("A-01");
});

it("is not said where it is the usual one", () => {
  expect(writeSheetView(read("filter=x&sort=-name"), new URLSearchParams()).toString()).toBe("filter=x&sort=-name");
  expect(writeSheetView(read(""), new URLSearchParams("filter=x&sort=cell")).toString()).toBe("");
  expect(read("sort=-").order).toEqual({ key: "name", isFalling: false });
});

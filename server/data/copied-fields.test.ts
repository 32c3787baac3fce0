import fc from "fast-check";
import { expect, it } from "vitest";
import { allOf } from "../testing/all-of";
import { copiedFields } from "./copied-fields";

const int32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const int16 = (value: number) => int32(value).subarray(2);
const HEADER = Buffer.concat([Buffer.from("PGCOPY\n\xff\r\n\0", "latin1"), int32(0), int32(3), Buffer.from("ext")]);

/** Rows in the format of PostgreSQL's manual, "COPY", "Binary Format". */
function copied(rows: readonly (readonly (Uint8Array | null)[])[]): Buffer {
  const encoded = rows.flatMap((fields) => [
    int16(fields.length),
    ...fields.flatMap((field) => (field ? [int32(field.length), field] : [int32(-1)])),
  ]);
  return Buffer.concat([HEADER, ...encoded, int16(-1)]);
}

async function* cut(bytes: Buffer, at: readonly number[]): AsyncGenerator<Buffer> {
  const places = [0, ...at.map((place) => place % bytes.length), bytes.length].sort((left, right) => left - right);
  for (let index = 1; index < places.length; index++) yield bytes.subarray(places[index - 1], places[index]);
}

it("gives the fields of rows wherever the stream is cut", async () => {
  const field = fc.option(fc.uint8Array({ maxLength: 20 }));
  const rows = fc.array(fc.array(field, { maxLength: 4 }), { maxLength: 5 });
  const places = fc.array(fc.nat(), { maxLength: 20 });
  const check = async (given: (Uint8Array | null)[][], at: number[]) => {
    const found = await allOf(copiedFields(cut(copied(given), at)));
    expect(found.map((fields) => fields.map((bytes) => bytes && [...bytes]))).toEqual(
      given.map((fields) => fields.map((bytes) => bytes && [...bytes])),
    );
  };
  await fc.assert(fc.asyncProperty(rows, places, check));
});

it("fails where the stream ends in the middle of a row", async () => {
  const bytes = copied([[Buffer.from("whole")]]);
  await expect(allOf(copiedFields(cut(bytes.subarray(0, -4), [])))).rejects.toThrow("in the middle");
});

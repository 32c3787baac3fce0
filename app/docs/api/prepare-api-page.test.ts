import { describe, expect, it } from "vitest";
import { labFrom, prepareOperations, prepareSchemas, typeText } from "./prepare-api-page";

const document = {
  info: { title: "ChargeTracker", version: "1" },
  paths: {
    "/api/v1/cells/{name}": {
      put: {
        summary: "Create or change",
        parameters: [
          { name: "name", in: "path", required: true, schema: { type: "string" }, description: "Its name" },
          { name: "limit", in: "query", schema: { type: "integer", default: 100 } },
        ],
        requestBody: {
          content: {
            "application/json": { schema: { $ref: "#/components/schemas/Changes" } },
            "text/csv": { schema: { type: "string", description: "A line each" } },
          },
        },
        responses: {
          "200": { description: "The cell", content: { "application/json": { schema: { type: "object" } } } },
          "404": { description: "Not found" },
        },
      },
    },
  },
  components: {
    schemas: {
      Changes: {
        type: "object",
        description: "What is set",
        required: ["samples"],
        properties: {
          samples: {
            type: "array",
            items: { type: "object", required: ["cell"], properties: { cell: { type: "string" } } },
          },
          tests: {
            type: "object",
            additionalProperties: { type: "object", properties: { cycleOffset: { type: "integer" } } },
          },
        },
      },
      Either: {
        anyOf: [{ properties: { rows: { type: "number" } } }, { properties: { columns: { type: "number" } } }],
      },
      Verdict: { type: "string", enum: ["ok", "stray"] },
    },
  },
};

describe("the page of the API", () => {
  it("lists operations with their parameters, body and answers", () => {
    expect(prepareOperations(document)).toEqual([
      {
        id: "put-api-v1-cells-name-",
        method: "PUT",
        path: "/api/v1/cells/{name}",
        summary: "Create or change",
        description: "",
        parameters: [
          { name: "name", place: "path", type: ["string"], isRequired: true, description: "Its name" },
          { name: "limit", place: "query", type: ["integer"], isRequired: false, description: "Default `100`." },
        ],
        bodies: [
          { mediaType: "application/json", type: [{ schema: "Changes" }], description: "" },
          { mediaType: "text/csv", type: ["string"], description: "A line each" },
        ],
        answers: [
          { status: "200", description: "The cell", type: ["object"] },
          { status: "404", description: "Not found", type: [] },
        ],
      },
    ]);
  });

  it("lays nested objects out in one table, and shapes to choose from in several", () => {
    const [changes, either, verdict] = prepareSchemas(document);
    expect(changes?.tables[0]?.map(({ name, isRequired }) => [name, isRequired])).toEqual([
      ["samples", true],
      ["samples[].cell", true],
      ["tests", false],
      ["tests.*.cycleOffset", false],
    ]);
    expect(either?.tables.map((fields) => fields.map(({ name }) => name))).toEqual([["rows"], ["columns"]]);
    expect(verdict).toMatchObject({ tables: [], type: ['"ok" | "stray"'] });
  });

  it("puts types into words", () => {
    expect(typeText({ anyOf: [{ type: "number" }, { type: "null" }] })).toEqual(["number", " or ", "null"]);
    expect(typeText({ type: ["string", "null"], format: "date-time" })).toEqual(["date-time or null"]);
    expect(typeText({ type: "array", items: { $ref: "#/components/schemas/Step" } })).toEqual([
      "list of ",
      { schema: "Step" },
    ]);
    expect(typeText({})).toEqual(["anything"]);
  });
});

it("leads back to a lab by its address, and to nothing else", () => {
  expect(["bench-2", "//example.org", "../x", "", ["a", "b"], undefined].map(labFrom)).toEqual([
    "bench-2",
    ...Array<null>(5).fill(null),
  ]);
});

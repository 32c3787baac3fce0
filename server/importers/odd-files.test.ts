import { describe, expect, it } from "vitest";
import { clockAt, questionOf, readText, refusalOfText, rowsOf, textOf } from "../testing/made-up-file";
import { importBytes } from "../testing/imported-file";

const RIGHT_AH = (10 * 59) / 3600;
const voltageAt = (k: number) => (3.5 + k / 1000).toFixed(4);
/** An hour's third up and as long down, at 1 A in both. */
const upAndDown = (k: number) => (k < 60 ? 3.5 + k / 100 : 4.1 - (k - 60) / 100).toFixed(4);

describe("a clock written", () => {
  const dated = (text: (iso: string) => string) =>
    textOf(
      "Date,Voltage (V),Current (A)",
      rowsOf(60, (k) => `${text(clockAt(10 * k))},${voltageAt(k)},1`),
    );
  it.each<[string, (iso: string) => string]>([
    ["without marks", (iso) => iso.replaceAll(/[-:]/g, "")],
    ["without marks, in UTC", (iso) => `${iso.replaceAll(/[-:]/g, "").replace(" ", "T")}Z`],
    ["by the C library", (iso) => `Mon Jan  1 ${iso.slice(11)} 2024`],
    ["by the C library without a weekday", (iso) => `Jan  1 ${iso.slice(11)} 2024`],
    ["as in a mail", (iso) => `"Mon, 01 Jan 2024 ${iso.slice(11)} +0000"`],
    ["in Japanese", (iso) => `2024年1月1日 ${iso.slice(11, 13)}時${iso.slice(14, 16)}分${iso.slice(17)}秒`],
    ["in Korean", (iso) => `2024-01-01 오전 12:${iso.slice(14)}`],
    ["with ms after a colon", (iso) => `${iso}:500`],
    ["with dashes between hour, minute and second", (iso) => iso.replaceAll(":", "-")],
    ["in UTC+2", (iso) => `${iso.replace(" 00:", " 02:")} UTC+2`],
    ["in GMT+0200", (iso) => `${iso.replace(" 00:", " 02:")} GMT+0200`],
    ["by .NET", (iso) => `${BigInt(Date.parse(`${iso}Z`)) * 10_000n + 621_355_968_000_000_000n}`],
    ["in fourteen digits", (iso) => iso.replaceAll(/\D/g, "")],
  ])("%s is that clock", async (_, text) => {
    const { times, chargeAh, messages } = await readText(dated(text), {});
    expect(chargeAh).toBeCloseTo(RIGHT_AH, 9);
    expect(new Date((times.at(0) ?? 0) / 1000).toISOString().slice(0, 19)).toBe("2024-01-01T00:00:00");
    expect(((times.at(-1) ?? 0) - (times.at(0) ?? 0)) / 1e6).toBe(590);
    expect(messages).toEqual([]);
  });

  it.each([
    ["Spanish", "01 ene 2024"],
    ["Spanish in full", '"lunes, 1 de enero de 2024"'],
    ["French", "1 janv. 2024"],
    ["French in full", "lundi 1er janvier 2024"],
    ["German", "1. Jän. 2024"],
    ["German in full", "Montag 1. Januar 2024"],
    ["Italian", "1 gen 2024"],
    ["Italian in full", "lunedì 1 gennaio 2024"],
    ["Portuguese", "1 jan. 2024"],
    ["Portuguese in full", '"segunda-feira, 1 de janeiro de 2024"'],
    ["Dutch", "1 januari 2024"],
    ["Russian", "1 января 2024 г."],
  ])("with the month in %s is that clock", async (_, day) => {
    const { times, messages } = await readText(
      dated((iso) => (day.endsWith('"') ? `${day.slice(0, -1)} ${iso.slice(11)}"` : `${day} ${iso.slice(11)}`)),
      {},
    );
    expect(new Date((times.at(-1) ?? 0) / 1000).toISOString()).toBe("2024-01-01T00:09:50.000Z");
    expect(messages).toEqual([]);
  });

  it.each<[string, string]>([
    ["Spanish", "ene feb mar abr may jun jul ago sep oct nov dic"],
    ["Spanish in full", "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"],
    ["French", "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."],
    ["French without accents", "jan fev mar avr mai juin juil aou sep oct nov dec"],
    ["German", "Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez"],
    ["Austrian", "Jänner Feber März April Mai Juni Juli August September Oktober November Dezember"],
    ["Italian", "gen feb mar apr mag giu lug ago set ott nov dic"],
    [
      "Italian in full",
      "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    ],
    ["Portuguese", "jan fev mar abr mai jun jul ago set out nov dez"],
    ["Portuguese in full", "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"],
    ["Dutch", "jan feb mrt apr mei jun jul aug sep okt nov dec"],
    ["Norwegian", "jan feb mar apr mai jun jul aug sep okt nov des"],
  ])("knows all twelve months in %s", async (_, months) => {
    const rows = months.split(" ").map((month, at) => `15 ${month} 2023 12:00:00,${voltageAt(at)},0`);
    const { times } = await readText(textOf("Date,Voltage (V),Current (A)", rows), {});
    expect(times.map((us) => new Date(us / 1000).toISOString().slice(5, 7))).toEqual(
      Array.from({ length: 12 }, (_, at) => String(at + 1).padStart(2, "0")),
    );
  });

  it("in a way that nobody knows is named with what to write instead", async () => {
    const { message } = await refusalOfText(
      dated((iso) => `令和6年1月1日 ${iso.slice(11)}`),
      {},
    );
    expect(message).toMatch(/^"令和6年1月1日 00:00:00" in column "Date" is not read.*write it as 2024-01-31/);
  });

  it("in the future is refused where the reader says what time it is", async () => {
    // LabVIEW counts from 1904: read as Unix time that is 2090.
    const text = textOf(
      "Date,Voltage (V),Current (A)",
      rowsOf(60, (k) => `${3_786_912_000 + 10 * k},${voltageAt(k)},1`),
    );
    const { problems } = await refusalOfText(text, { latestUs: Date.UTC(2026, 0, 1) * 1000 });
    expect(problems).toEqual([
      expect.objectContaining({
        row: 2,
        column: "Date",
        message: expect.stringContaining("in the future, 2090-01-01"),
      }),
    ]);
  });
});

it.each([
  ["minus sign", "\u2212"],
  ["en dash", "\u2013"],
  ["em dash", "\u2014"],
  ["hyphen", "\u2010"],
  ["hyphen that does not break", "\u2011"],
  ["dash of a digit's width", "\u2012"],
  ["small hyphen", "\ufe63"],
  ["wide hyphen", "\uff0d"],
])("a minus written as %s is one", async (_, minus) => {
  const text = textOf(
    "Time (s);Voltage (V);Current (A)",
    rowsOf(120, (k) => `${10 * k};${upAndDown(k)};${k < 60 ? "1,5" : `${minus}1,5e${minus}0`}`),
  );
  const { dischargeAh, messages } = await readText(text);
  expect([dischargeAh, messages]).toEqual([expect.closeTo(1.5 * RIGHT_AH, 9), []]);
});

it("the dash of windows-1252 before a number is a minus", async () => {
  const text = textOf(
    "Zeit (s),Spannung (V),Strom (A)",
    rowsOf(120, (k) => `${10 * k},${upAndDown(k)},${k < 60 ? 1 : "\x961"}`),
  );
  const { parts } = await importBytes(Buffer.from(text, "latin1"), { startedAtUs: Date.UTC(2024, 0, 1) * 1000 });
  expect(parts.at(-1)?.samples.currentA.at(-1)).toBe(-1);
});

describe("a current without a sign", () => {
  it.each([
    ["short", "CHG", "DSG"],
    ["short with its regime", "CC_CHG", "CC_DCHG"],
    ["Japanese", "充電", "放電"],
    ["Korean", "충전", "방전"],
    ["Spanish", "Carga", "Descarga"],
    ["Italian", "Carica", "Scarica"],
    ["Dutch", "Laden", "Ontladen"],
    ["Swedish", "Laddning", "Urladdning"],
    ["Russian", "Заряд", "Разряд"],
    ["Polish", "Ładowanie", "Rozładowanie"],
    ["Turkish", "Şarj", "Deşarj"],
  ])("gets it from words of its state: %s", async (_, charge, discharge) => {
    const text = textOf(
      "Time (s),Voltage (V),Current (A),Mode",
      rowsOf(120, (k) => `${10 * k},${upAndDown(k)},1,${k < 60 ? charge : discharge}`),
    );
    const { chargeAh, dischargeAh } = await readText(text);
    expect([chargeAh, dischargeAh]).toEqual([expect.closeTo(RIGHT_AH, 9), expect.closeTo(RIGHT_AH, 9)]);
  });

  it("is found where the voltage turns within one step", async () => {
    const text = textOf(
      "Time (s),Voltage (V),Current (A)",
      rowsOf(120, (k) => `${10 * k},${upAndDown(k)},1`),
    );
    expect((await refusalOfText(text)).message).toContain("never changes sign");
    expect(await questionOf(text)).toContain("positiveCurrent=charges");
  });

  it("is not found in a charge with a wrong voltage, or with a step to a smaller current", async () => {
    const spiked = textOf(
      "Time (s),Voltage (V),Current (A)",
      rowsOf(120, (k) => `${10 * k},${k === 50 ? 4.6 : (3.5 + k / 200).toFixed(4)},1`),
    );
    const stepped = textOf(
      "Time (s),Voltage (V),Current (A)",
      rowsOf(120, (k) => `${10 * k},${((k < 60 ? 4 : 3.4) + k / 200).toFixed(4)},${k < 60 ? 5 : 1}`),
    );
    expect((await readText(spiked)).dischargeAh).toBe(0);
    expect((await readText(stepped)).dischargeAh).toBe(0);
  });
});

/** Text in an encoding that TextEncoder does not have, by asking the decoder for every pair of bytes. */
function encoded(text: string, encoding: string): Uint8Array {
  const decoder = new TextDecoder(encoding);
  const bytesOf = new Map<string, number[]>();
  for (let first = 0x81; first <= 0xfe; first++)
    for (let second = 0x40; second <= 0xfe; second++) {
      const character = decoder.decode(Uint8Array.of(first, second));
      if (!bytesOf.has(character)) bytesOf.set(character, [first, second]);
    }
  return Uint8Array.from(
    [...text].flatMap((character) =>
      character < "\u0080" ? [character.charCodeAt(0)] : (bytesOf.get(character) ?? []),
    ),
  );
}

it.each([
  ["gb18030", "时间(s),电压(V),电流(A),状态", "恒流充电", "恒流放电"],
  ["shift_jis", "経過時間[Sec],電圧[V],電流[A],状態", "充電", "放電"],
  ["euc-kr", "시간(s),전압(V),전류(A),상태", "충전", "방전"],
] as const)("text in %s is read as what it is", async (encoding, headings, charge, discharge) => {
  const text = textOf(
    headings,
    rowsOf(120, (k) => `${10 * k},${upAndDown(k)},1,${k < 60 ? charge : discharge}`),
  );
  const { summary, parts } = await importBytes(encoded(text, encoding), { startedAtUs: Date.UTC(2024, 0, 1) * 1000 });
  expect(summary.columns.map(({ heading }) => heading)).toEqual(headings.split(","));
  const currents = parts.flatMap(({ samples }) => [...samples.currentA]);
  expect([currents[0], currents.at(-1)]).toEqual([1, -1]);
});

it("BioLogic's energies are compared over the voltage that they are of", async () => {
  const rows = rowsOf(60, (k) => {
    const chargedAh = (0.0001 * 10 * k) / 3600;
    return [10 * k, 4 + 0.001 * k, 0.2, 3.8 + 0.001 * k, 0.1, 1, chargedAh * (4 + 0.0005 * k)].join("\t");
  });
  const headings = "time/s\tEwe/V\tEce/V\tEwe-Ece/V\tI/mA\tcycle number\tEnergy charge/W.h";
  const { summary, parts } = await readText(textOf(headings, rows));
  expect([summary.format, parts[0]?.samples.voltageV[0]]).toEqual(["biologic", 3.8]);
  expect([summary.counters, summary.warnings]).toEqual([[], []]);
});

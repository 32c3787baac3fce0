/** What Inter has: the letters of these scripts, and signs that belong to none. */
const NOT_IN_FONT =
  /[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]|\p{Extended_Pictographic}/gu;
const MOST = 12;

/** The letters of a picture's texts that the embedded fonts do not have, each once, the first few; "" where they have all. */
export function lettersOutside(svg: string): string {
  // Attributes before the letters are ASCII, as tags are.
  const texts = svg.split("<text").slice(1);
  const written = texts.map((text) => text.slice(0, text.indexOf("</text>")).replaceAll(/<[^<>]*>/g, ""));
  const letters = [...new Set(written.join("").match(NOT_IN_FONT))];
  return `${letters.slice(0, MOST).join("")}${letters.length > MOST ? "…" : ""}`;
}

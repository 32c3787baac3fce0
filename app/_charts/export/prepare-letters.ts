/** What Inter has: the letters of these scripts, and signs that belong to none. */
const NOT_IN_FONT =
  /[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]|\p{Extended_Pictographic}/gu;
const MOST = 12;

/** The letters of a picture's texts that the embedded fonts do not have, each once, the first few; "" where they have all. */
export function lettersOutside(svg: string): string {
  const texts = [...svg.matchAll(/<text[^>]*>([\s\S]*?)<\/text>/g)].map(([, text = ""]) =>
    text.replaceAll(/<[^>]*>/g, ""),
  );
  const letters = [...new Set(texts.join("").match(NOT_IN_FONT))];
  return `${letters.slice(0, MOST).join("")}${letters.length > MOST ? "…" : ""}`;
}

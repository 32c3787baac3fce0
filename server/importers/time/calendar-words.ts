/** What months are called in the languages of cyclers' and spreadsheets' exports, by how their names begin; the longest beginning decides. */
const MONTHS: Record<number, string> = {
  1: "jan ene gen jän янв",
  2: "feb fév fev фев",
  3: "mar mär mrz maa mrt мар",
  4: "apr avr abr апр",
  5: "may mai mag mei maj май мая",
  6: "jun juin giu июн",
  7: "jul juil lug июл",
  8: "aug aou aoû ago авг",
  9: "sep set сен",
  10: "oct okt ott out окт",
  11: "nov ноя",
  12: "dec dez déc dic des дек",
};

const BY_BEGINNING = new Map(
  Object.entries(MONTHS).flatMap(([month, beginnings]) =>
    beginnings.split(" ").map((beginning) => [beginning, Number(month)] as const),
  ),
);
const SHORTEST = 3;
const LONGEST = 4;

/** From 1; 0 for a word that names none. */
export function monthOf(word: string): number {
  for (let length = LONGEST; length >= SHORTEST; length--) {
    const month = word.length < length ? undefined : BY_BEGINNING.get(word.slice(0, length));
    if (month !== undefined) return month;
  }
  return 0;
}

/** Words of dates that say nothing more: weekdays, and what stands between day, month, year and time of day. */
const SILENT = new Set(
  [
    "年 月 日 時 时 分 秒 년 월 일 시 분 초 st nd rd th h m s uhr г года",
    "mon tue wed thu fri sat sun tues thurs monday tuesday wednesday thursday friday saturday sunday",
    "mo di mi do fr sa so montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag",
    "lun mer jeu ven sam dim lundi mardi mercredi jeudi vendredi samedi dimanche er à",
    "mié jue vie sáb dom lunes martes miércoles jueves viernes sábado domingo de del las",
    "gio sab lunedì martedì mercoledì giovedì venerdì sabato domenica alle ore",
    "seg ter qua qui sex segunda terça quarta quinta sexta feira às",
    "ma wo vr zo za maandag dinsdag woensdag donderdag vrijdag zaterdag zondag om",
  ].flatMap((words) => words.split(" ")),
);

/** To be asked before `monthOf`: `martes` begins like March. */
export const saysNothing = (word: string): boolean => SILENT.has(word);

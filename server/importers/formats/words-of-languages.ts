import type { ImportField } from "../cycler-file";
import type { Vocabulary } from "../table/vocabulary";

/** What columns are called in each language, in small letters with single spaces; a name may bring its unit, as `millis=ms`. */
const WORDS: Record<string, Vocabulary> = {
  English: {
    testTime: [
      "seconds=s",
      "secs=s",
      "minutes=min",
      "hours=h",
      "millis=ms",
      "milliseconds=ms",
      "elapsed",
      "elapsed seconds=s",
    ],
    voltage: [
      "volts dc=V",
      "vdc=V",
      "dc voltage",
      "vol",
      "voltage measured",
      "measured voltage",
      "working electrode",
      "vf",
      "batt voltage",
    ],
    current: [
      "amps dc=A",
      "adc=A",
      "dc current",
      "cur",
      "curr",
      "current measured",
      "measured current",
      "im",
      "batt current",
      "ampere=A",
    ],
    temperature: ["temperature measured", "measured temperature", "temperature a1", "temp a1", "batt temp"],
    cycle: ["cycle idx", "cycle num", "cyclenumber", "loop"],
    step: ["step idx", "step num"],
    capacity: ["ah=Ah", "mah=mAh"],
    energy: ["wh=Wh", "mwh=mWh"],
  },
  Japanese: {
    testTime: ["経過時間", "総経過時間", "総時間", "試験時間", "測定時間", "積算時間", "時間"],
    stepTime: ["ステップ時間", "ステップ経過時間"],
    clock: ["日時", "日付時刻", "測定日時", "年月日時刻", "日付"],
    voltage: ["電圧", "電池電圧", "セル電圧"],
    current: ["電流", "電池電流"],
    temperature: ["温度", "電池温度", "セル温度"],
    cycle: ["サイクル", "サイクル番号", "サイクル数", "サイクルno"],
    step: ["ステップ", "ステップ番号", "ステップno"],
    mode: ["状態", "モード", "動作"],
    capacity: ["容量", "電気量"],
    chargeCapacity: ["充電容量", "充電電気量"],
    dischargeCapacity: ["放電容量", "放電電気量"],
  },
  Korean: {
    testTime: ["경과시간", "경과 시간", "총시간", "총 시간", "시험시간", "시간"],
    stepTime: ["스텝시간", "스텝 시간"],
    clock: ["일시", "날짜", "날짜 시간", "측정일시"],
    voltage: ["전압", "셀 전압", "셀전압"],
    current: ["전류"],
    temperature: ["온도", "셀 온도"],
    cycle: ["사이클", "사이클 번호", "싸이클"],
    step: ["스텝", "스텝 번호"],
    mode: ["상태", "모드"],
    capacity: ["용량"],
    chargeCapacity: ["충전용량", "충전 용량"],
    dischargeCapacity: ["방전용량", "방전 용량"],
  },
  "traditional Chinese": {
    testTime: ["測試時間", "總時間", "時間"],
    voltage: ["電壓"],
    current: ["電流"],
    temperature: ["溫度"],
    cycle: ["循環", "循環號"],
    step: ["工步", "步驟"],
  },
  French: { testTime: ["temps écoulé", "durée"], voltage: ["tension cellule"], cycle: ["cycle n°"], step: ["étape"] },
  Spanish: {
    testTime: ["tiempo", "tiempo transcurrido", "tiempo total"],
    clock: ["fecha", "fecha y hora"],
    voltage: ["voltaje", "tensión"],
    current: ["corriente", "intensidad"],
    temperature: ["temperatura"],
    cycle: ["ciclo"],
    step: ["paso"],
  },
  "Italian and Portuguese": {
    testTime: ["tempo", "tempo trascorso", "tempo decorrido"],
    clock: ["data e ora", "data ora"],
    voltage: ["tensione", "tensão", "voltagem"],
    current: ["corrente"],
    temperature: ["temperatura"],
    cycle: ["ciclo"],
    step: ["passo"],
  },
  "Dutch and Scandinavian": {
    testTime: ["tijd", "tid"],
    voltage: ["spanning", "spänning", "spenning", "spænding"],
    current: ["stroom", "ström", "strøm"],
    temperature: ["temperatuur"],
    cycle: ["cyclus", "cykel", "syklus"],
    step: ["stap", "steg", "trin"],
  },
  "Polish and Czech": {
    testTime: ["czas", "čas"],
    voltage: ["napięcie", "napětí"],
    current: ["prąd", "proud"],
    temperature: ["temperatura", "teplota"],
    cycle: ["cykl", "cyklus"],
  },
  Russian: {
    testTime: ["время"],
    voltage: ["напряжение"],
    current: ["ток"],
    temperature: ["температура"],
    cycle: ["цикл", "номер цикла"],
    step: ["шаг"],
  },
  Turkish: {
    testTime: ["zaman", "süre"],
    voltage: ["gerilim"],
    current: ["akım"],
    temperature: ["sıcaklık"],
    cycle: ["döngü"],
  },
};

/** A vocabulary, and after its own names those of all languages. */
export function withAllLanguages(own: Vocabulary): Vocabulary {
  const all: { [field in ImportField]?: string[] } = {};
  for (const vocabulary of [own, ...Object.values(WORDS)]) {
    for (const [field, names] of Object.entries(vocabulary) as [ImportField, readonly string[]][]) {
      // keys of a known type
      const known = all[field] ?? [];
      all[field] = [...known, ...names.filter((name) => !known.includes(name))];
    }
  }
  return all;
}

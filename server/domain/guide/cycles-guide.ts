/** A part of the guide to the numbers: paragraphs, with names of the API in backticks. */
type GuideSection = { id: string; title: string; paragraphs: readonly string[] };

/** What holds for choices of cycles and for what is derived from them. */
export const CYCLES_GUIDE = [
  {
    id: "tags",
    title: "Tags of cycles",
    paragraphs: [
      "A cycle is of one kind at most: `formation`, `check_up` or `ageing`. By rule, complete cycles that are not partial are: `formation`, the first ones that the reference cycle leaves out (so many as the cell says, else the lab; excluded cycles are not counted); `check_up`, those whose `dischargeRateC` lies at or under the lab's setting (none while that is empty, or the cell has no nominal capacity); `ageing`, all others.",
      "By hand wins: a kind that a person gives a cycle holds instead of the rule's; of several the one given last. A lab's own tags are added to the kind. Both may be given to any cycle, also to one that is still to come.",
      "The reference cycle is the one that the cell names, else the first statistics cycle that is not formation. End of life and `cyclesTo` skip formation, wherever it lies. Statistics take every tag unless a filter is asked for.",
    ],
  },
  {
    id: "filters",
    title: "Filters of statistics",
    paragraphs: [
      "`tag` takes cycles with one of the tags, `rateC` those whose `dischargeRateC` lies within ±10 % of it, both ends included; asked together, a cycle has to pass both. Means, spreads, deviations and persistence then know only those cycles. What refers to other cycles does not change: retention refers to the same reference cycle, sums count every cycle. Unfinished cycles pass no filter.",
      'The page of groups also filters cells, by `Cell` (the name) and the lab\'s fields: `cathode = NMC811 | LFP and electrolyte != LP57`. Conditions are joined by `and` and `or`, of which `and` binds closer, and turned round by `not`. `=` compares numbers as numbers and text in any case, `~` asks whether the text occurs in the value; of several values between bars `=` and `~` want one, `!=` none. A value of `""` is none; a cell without the value passes `!=` and no other comparison. Words without an operator have to occur in the name or a value. A cell that does not pass is in no group: means, spreads, n, deviations and outliers are those of a grouping of the other cells.',
    ],
  },
  {
    id: "reference",
    title: "Differences from a reference",
    paragraphs: [
      "`reference` names a group of the grouping, `referenceCell` a cell of the lab. Each group then has `difference`, its mean at a cycle − the reference's value or mean at that cycle, and `relativeDifference`, that ÷ the reference's; both are null at cycles that the reference does not have. A filter holds for both.",
    ],
  },
] as const satisfies readonly GuideSection[];

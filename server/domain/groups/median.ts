/** So few that moving each to its place is fastest. */
const FEW = 12;

/**
 * The middle value of a part of a column, or the mean of the two middle ones, without sorting it: quickselect. Parts that would make it
 * slow are sorted.
 * @param values finite; those from `from` up to, not with, `to` are put into another order; at least one
 * @param guess about where it lies: the mean halves what is looked through
 * @see Hoare (1961), "Algorithm 65: find"
 */
export function medianBetween(values: Float64Array, from: number, to: number, guess: number): number {
  const middle = from + ((to - from) >> 1);
  const larger = partition(values, from, to - 1, guess);
  if (middle >= larger) select(values, larger, to - 1, middle);
  else select(values, from, larger - 1, middle);
  const upper = values[middle] as number;
  if ((to - from) % 2 === 1) return upper;
  let lower = values[from] as number;
  for (let index = from + 1; index < middle; index++) {
    const value = values[index] as number;
    if (value > lower) lower = value;
  }
  return (lower + upper) / 2;
}

/**
 * The first and the third quartile of a part of a column whose median was just found, which halved it: interpolated linearly between
 * neighbours, as numpy, R and pandas do when nothing is said.
 * @param values as `medianBetween` left those from `from` up to, not with, `to`
 * @see Hyndman & Fan (1996), "Sample quantiles in statistical packages": definition 7
 */
export function quartilesBetween(values: Float64Array, from: number, to: number): { q1: number; q3: number } {
  const middle = from + ((to - from) >> 1);
  const quarter = (to - from - 1) / 4;
  const third = from + 3 * quarter;
  return {
    q1: interpolated(values, { first: from, last: middle, at: from + quarter }),
    // Of two values the third quartile lies before the upper one.
    q3: interpolated(values, { first: Math.min(middle, Math.floor(third)), last: to - 1, at: third }),
  };
}

/** The value at a place, perhaps between two, that a sort of `first` … `last` would leave there. */
function interpolated(values: Float64Array, { first, last, at }: { first: number; last: number; at: number }): number {
  const place = Math.floor(at);
  select(values, first, last, place);
  const lower = values[place] as number;
  if (at === place) return lower;
  let upper = Number.POSITIVE_INFINITY;
  for (let index = place + 1; index <= last; index++) upper = Math.min(upper, values[index] as number);
  return lower + (at - place) * (upper - lower);
}

/** Puts the value there that a sort of `first` … `last` would put there, smaller ones before it and larger ones behind it. */
function select(values: Float64Array, first: number, last: number, wanted: number): void {
  let [left, right] = [first, last];
  // A part halves with each round, or nearly so; one that does not was made to be slow.
  for (let rounds = 4 + 2 * Math.log2(last - first + 1); right - left >= FEW; rounds--) {
    if (rounds <= 0) {
      values.subarray(left, right + 1).sort();
      return;
    }
    const between = values[(left + right) >> 1] as number;
    const pivot = middleOfThree(values[left] as number, between, values[right] as number);
    const larger = partition(values, left, right, pivot);
    if (wanted >= larger) {
      left = larger;
    } else if (larger <= right) {
      right = larger - 1;
    } else {
      // None is larger than the pivot: those that equal it go to the end, so that the part gets smaller.
      const equal = partitionBelow(values, left, right, pivot);
      if (wanted >= equal) return;
      right = equal - 1;
    }
  }
  insertionSort(values, left, right);
}

/**
 * Moves what is not larger than the pivot to the front, and answers where the rest begins. Without a branch on the comparison, which nobody
 * can predict: twice as fast as Hoare's own partition.
 */
function partition(values: Float64Array, first: number, last: number, pivot: number): number {
  let front = first;
  for (let index = first; index <= last; index++) {
    const value = values[index] as number;
    values[index] = values[front] as number;
    values[front] = value;
    front += Number(value <= pivot);
  }
  return front;
}

/** The same for what is smaller than the pivot. */
function partitionBelow(values: Float64Array, first: number, last: number, pivot: number): number {
  let front = first;
  for (let index = first; index <= last; index++) {
    const value = values[index] as number;
    values[index] = values[front] as number;
    values[front] = value;
    front += Number(value < pivot);
  }
  return front;
}

function middleOfThree(a: number, b: number, c: number): number {
  if (a < b) return b < c ? b : Math.max(a, c);
  return a < c ? a : Math.max(b, c);
}

function insertionSort(values: Float64Array, first: number, last: number): void {
  for (let index = first + 1; index <= last; index++) {
    const value = values[index] as number;
    let at = index;
    while (at > first && (values[at - 1] as number) > value) {
      values[at] = values[at - 1] as number;
      at -= 1;
    }
    values[at] = value;
  }
}

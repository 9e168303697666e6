/** What each case cost per operation, one value per round. */
export interface Samples {
  readonly [name: string]: readonly number[];
}

/** The value that a share of all values does not exceed. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  if (value === undefined) throw new Error('nothing was measured');
  return value;
};

export const median = (values: readonly number[]): number => quantile(values, 0.5);

const samplesOf = (samples: Samples, name: string): readonly number[] => {
  const values = samples[name];
  if (values === undefined) throw new Error(`nothing was measured of "${name}"`);
  return values;
};

/** One case less another, round by round. */
const differences = (samples: Samples, name: string, base: string): number[] => {
  const values = samplesOf(samples, name);
  const bases = samplesOf(samples, base);
  return values.map((value, round) => {
    const beside = bases[round];
    if (beside === undefined) throw new Error(`"${name}" has more rounds than "${base}"`);
    return value - beside;
  });
};

/**
 * What one case costs more than another. Both were measured within milliseconds of each other in each round, so what
 * slows the machine down for a second is in both, and the median forgets the rounds in which it was not.
 */
export const added = (samples: Samples, name: string, base: string): number =>
  median(differences(samples, name, base));

/** The same where no two rounds are alike, and none may cost more. */
export const mostAdded = (samples: Samples, name: string, base: string): number =>
  Math.max(...differences(samples, name, base));

/** What the plugin adds to the bare call, as a share of what the hand-written span adds to it. */
export const taxRatio = (samples: Samples): number =>
  added(samples, 'instrumented', 'bare') / added(samples, 'handwritten', 'bare');

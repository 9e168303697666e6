/** The cost of each case per operation, one value per round. */
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

/** The difference of two cases in each round. */
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
 * The median difference of two cases. In each round both were measured within milliseconds of each other, so a slow
 * phase of the machine affects both, and the median ignores rounds in which it affected only one.
 */
export const added = (samples: Samples, name: string, base: string): number =>
  median(differences(samples, name, base));

/** The maximum difference, for rounds that vary and of which none may cost more. */
export const mostAdded = (samples: Samples, name: string, base: string): number =>
  Math.max(...differences(samples, name, base));

/** What the plugin adds to the bare call, as a share of what the hand-written span adds to it. */
export const taxRatio = (samples: Samples): number =>
  added(samples, 'instrumented', 'bare') / added(samples, 'handwritten', 'bare');

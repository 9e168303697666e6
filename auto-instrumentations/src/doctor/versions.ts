/** Compares versions and ranges, for the doctor. */

const numbers = (version: string): number[] =>
  version.split('.', 3).map((part) => Number.parseInt(part, 10) || 0);

/** Negative if `one` is older than `other`. A prerelease counts as its release. */
export const compareVersions = (one: string, other: string): number => {
  const [left, right] = [numbers(one), numbers(other)];
  for (let index = 0; index < 3; index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
};

/** The format in which plugins declare supported releases: `>=7.0.0 <10`. */
const RANGE = /^>=([\d.]+) <([\d.]+)$/;

export const isWithin = (version: string, range: string): boolean => {
  const [, from, below] = RANGE.exec(range) ?? [];
  if (from === undefined || below === undefined) return true;
  return compareVersions(version, from) >= 0 && compareVersions(version, below) < 0;
};

/** Compares release numbers of packages and of Node.js. */

const numbers = (version: string): number[] => version.split('.', 3).map((part) => Number.parseInt(part, 10));

/** Whether a release is older than `bound`. Prerelease tags are ignored. */
export const isBefore = (version: string, bound: string): boolean => {
  const limits = numbers(bound);
  for (const [index, number] of numbers(version).entries()) {
    const limit = limits[index] ?? 0;
    if (number !== limit) return number < limit;
  }
  return false;
};

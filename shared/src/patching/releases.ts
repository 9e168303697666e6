const numbers = (version: string): number[] => version.split('.', 3).map((part) => Number.parseInt(part, 10));

/** Compares release numbers; what follows the third number of a prerelease is not looked at. */
export const isBefore = (version: string, bound: string): boolean => {
  const wanted = numbers(bound);
  for (const [index, number] of numbers(version).entries()) {
    const limit = wanted[index] ?? 0;
    if (number !== limit) return number < limit;
  }
  return false;
};

/** A fault that somebody could make: `before` stands in the file once, and `after` is wrong. */
export interface Fault {
  readonly what: string;
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/** Faults of one file. */
export const faultsIn = (
  file: string,
  ...faults: readonly (readonly [what: string, before: string, after: string])[]
): Fault[] => faults.map(([what, before, after]) => ({ file, what, before, after }));

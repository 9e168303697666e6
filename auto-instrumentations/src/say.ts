/** Prints one line for the operator to stderr, because there may be no logger. */
export const say = (what: string): void => {
  process.stderr.write(`@gcp-otel/auto-instrumentations: ${what}\n`);
};

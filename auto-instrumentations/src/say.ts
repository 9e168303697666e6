/** Tells whoever operates the application, in one line. It must not be lost for want of a logger. */
export const say = (what: string): void => {
  process.stderr.write(`@gcp-otel/auto-instrumentations: ${what}\n`);
};

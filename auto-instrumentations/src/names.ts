// Names and releases that the doctor shares with the flag. No imports, because the doctor must run without an SDK.

/** The values of `GCP_OTEL_EXPORTER`. */
export const EXPORTERS = ['gcp', 'otlp', 'console'] as const;

/** The values of `OTEL_PROPAGATORS`, except `none`. */
export const PROPAGATOR_NAMES = ['tracecontext', 'baggage', 'xcloudtrace', 'b3', 'b3multi'] as const;

/** From these releases on, Node runs loader hooks in the application's own thread. */
const SYNCHRONOUS_SINCE: { readonly [major: number]: readonly [minor: number, patch: number] } = {
  22: [22, 3],
  24: [11, 1],
  25: [1, 0],
};

/** Whether this Node has synchronous loader hooks that import-in-the-middle can use. */
export const hasSynchronousHooks = (version: string = process.versions.node): boolean => {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  const since = SYNCHRONOUS_SINCE[major];
  if (since === undefined) return major > 25;
  return minor > since[0] || (minor === since[0] && patch >= since[1]);
};

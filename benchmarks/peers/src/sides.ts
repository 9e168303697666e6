/** Whoever instruments the client: nobody, we, the other. */
export const sides = ['bare', 'ours', 'traceloop'] as const;

export type Side = (typeof sides)[number];

/** A span as it is compared: its name, and what it says. */
export interface Seen {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface Findings {
  /** Microseconds of a call, without the network. */
  readonly microsecondsPerCall: number;
  /** Milliseconds from a call to the first chunk of its stream, of which the others come 30 ms after each other. */
  readonly firstChunkAfter: number;
  /** By what was called. */
  readonly spans: Readonly<Record<string, readonly Seen[]>>;
}

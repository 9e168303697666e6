import type { RecordedRequest } from '../scripted.ts';

/** A server that hands on all requests to another one, and keeps a log of them. */
export interface Proxy {
  /** `127.0.0.1:port` */
  readonly host: string;
  /** What was asked so far, with what the other server has answered. Without the probe by which a program finds out that it runs. */
  readonly requests: () => readonly RecordedRequest[];
  stop(): Promise<void>;
}

/** The project of probes, in `emulators/<service>/probe.ts`. */
const probed = /\bdemo-probe\b/;

export const withoutProbes = (requests: readonly RecordedRequest[]): RecordedRequest[] =>
  requests.filter(({ path, asked }) => !probed.test(JSON.stringify([path, asked])));

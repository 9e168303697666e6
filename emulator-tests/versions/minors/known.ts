import { compare } from './releases.ts';

/** What the client itself does otherwise in some releases than in the newest. */
export interface KnownDifference {
  readonly client: string;
  /** The releases: from the first, and below the first that does as the newest. Default: whichever there are. */
  readonly from?: string;
  readonly below?: string;
  /** The calls that it is about, by their titles. */
  readonly calls: RegExp;
  readonly trace: string;
  readonly reason: string;
}

export const knownDifferences: readonly KnownDifference[] = [
  {
    client: '@google-cloud/storage',
    below: '7.22.0',
    calls: /bucket\.combine, sources deleted/,
    trace: 'I compose fine',
    reason: 'it has no `deleteSourceObjects`, and passes it on to the server',
  },
  {
    client: '@google/genai',
    from: '1.3.0',
    below: '1.13.0',
    calls: /models\.generateContent\(tools\)/,
    trace: 'C generate_content call-echo-fine',
    reason: 'of the tools that an application gives it, it calls those of MCP clients only by itself',
  },
];

export const isKnown = (client: string, version: string, call: string, trace: string): boolean =>
  knownDifferences.some(
    ({ from = '0.0.0', below = '999.0.0', ...known }) =>
      known.client === client &&
      compare(version, from) >= 0 &&
      compare(version, below) < 0 &&
      known.calls.test(call) &&
      known.trace === trace,
  );

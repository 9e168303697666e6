import { Metadata, status } from '@grpc/grpc-js';
import type { Failure } from '../../send-rows.ts';

/**
 * The fault names of the scripted server. The name of a table in an SQL text, a mutation or a read, or an id in an administrative
 * request, chooses what happens to it, so a scenario needs no side channel. Text after two underscores only makes the name unique:
 * `aborted_2__a1` and `aborted_2__b7` are counted separately. `CODE` is a canonical gRPC code in lower case.
 *
 * | name                 | effect                                                                                        |
 * | -------------------- | --------------------------------------------------------------------------------------------- |
 * | `CODE`               | every request fails with it, before any response; the message contains the request's text     |
 * | `CODE_once` `CODE_N` | only the first, or the first N, requests do. `aborted…` concerns transactions that write, and  |
 * |                      | their commit if it is a mutation's table. In `ExecuteBatchDml` the single statement fails, in |
 * |                      | `BatchWrite` the single group                                                                 |
 * | `session_lost…`      | `NOT_FOUND`, as of a session that the server has dropped: the client starts again on another  |
 * | `request_CODE…`      | `ExecuteBatchDml`, `BatchWrite`: the whole request fails                                      |
 * | `midstream_CODE…`    | a stream fails after two rows                                                                 |
 * | `abrupt_CODE…`       | a stream fails without any metadata before: the client's transport tries again by itself      |
 * | `reset` `reset_N` …  | the connection drops; a stream's after its first row                                          |
 * | `slow_first`         | 300 ms before the first row or response                                                       |
 * | `slow_rows`          | 50 ms before each row                                                                         |
 * | `rows_N`             | a query or a read has N rows (0: none; default 3); a statement changes N                      |
 *
 * Names of one request are combined: `SELECT * FROM rows_10, midstream_unavailable_once`.
 */
export type FaultKind = '' | 'request_' | 'midstream_' | 'abrupt_' | 'reset';

const namePattern =
  /^(?:(?<reset>reset)|(?<kind>request_|midstream_|abrupt_)?(?<code>[a-z]+(?:_[a-z]+)*?))(?:_(?<times>once|\d+))?(?:__.*)?$/;

/** The names in a request, and its text. */
export interface Asked {
  readonly names: readonly string[];
  readonly text: string;
  /** Whether it is part of a transaction that writes. */
  readonly writes?: boolean;
}

/** Counts, per name, how often a fault has been applied. */
export class Faults {
  readonly #struck = new Map<string, number>();

  reset(): void {
    this.#struck.clear();
  }

  /** The fault of this kind to apply to such a request, if any. Counts it. */
  strike(kind: FaultKind, { names, text, writes = false }: Asked): Failure | undefined {
    for (const name of names) {
      const code = this.#strikeName(kind, name, writes);
      if (code !== undefined)
        return faultOf(code, name.startsWith(sessionLost) ? lostSession : messageFor(code, text));
    }
    return undefined;
  }

  #strikeName(kind: FaultKind, name: string, writes: boolean): status | undefined {
    const match = namePattern.exec(name)?.groups;
    if (!match) return undefined;
    const { reset, times } = match;
    const code = reset ? status.UNAVAILABLE : codeNamed(match['code'] ?? '');
    if (code === undefined || (reset ?? match['kind'] ?? '') !== kind) return undefined;
    if (code === status.ABORTED && !writes) return undefined;

    const limit = times === undefined ? Infinity : times === 'once' ? 1 : Number(times);
    const struck = this.#struck.get(name) ?? 0;
    if (struck >= limit) return undefined;
    this.#struck.set(name, struck + 1);
    return code;
  }
}

const sessionLost = 'session_lost';
/** The message by which the client recognizes a lost session. */
const lostSession = 'Session not found: projects/p/instances/i/databases/d/sessions/lost';

function codeNamed(name: string): status | undefined {
  if (name === sessionLost) return status.NOT_FOUND;
  const code: unknown = Reflect.get(status, name.toUpperCase());
  return typeof code === 'number' && code > 0 ? code : undefined;
}

/** Contains the statement or the key, as the real server's message does, so that tests can detect leaks. */
function messageFor(code: status, text: string): string {
  switch (code) {
    case status.NOT_FOUND:
      return `Table not found [at 1:15]\n${text}`;
    case status.ALREADY_EXISTS:
      return `Row {${text}} already exists.`;
    case status.INVALID_ARGUMENT:
      return `Unrecognized name [at 1:57]\n${text}`;
    default:
      return `${status[code]}: ${text}`;
  }
}

/** `RetryInfo { retry_delay { nanos: 1000000 } }`, so that an aborted transaction is retried at once. */
const soon = Buffer.from([0x0a, 0x04, 0x10, 0xc0, 0x84, 0x3d]);

export function faultOf(code: status, details: string): Failure {
  const metadata = new Metadata();
  if (code === status.ABORTED) metadata.set('google.rpc.retryinfo-bin', soon);
  return { code, details, metadata };
}

/** The number in a name such as `rows_1000`. */
export function rowsOf({ names }: Asked): number {
  for (const name of names) {
    const rows = /^rows_(?<number>\d+)(?:__.*)?$/.exec(name)?.groups?.['number'];
    if (rows !== undefined) return Number(rows);
  }
  return 3;
}

export function has({ names }: Asked, word: 'slow_first' | 'slow_rows'): boolean {
  return names.some((name) => name === word || name.startsWith(`${word}__`));
}

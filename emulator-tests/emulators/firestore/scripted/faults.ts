import { status, Metadata } from '@grpc/grpc-js';
import type { Failure } from '../../send-rows.ts';

/**
 * The fault ids of the scripted server. A collection or document id in a request chooses what happens to it, so a scenario
 * needs no side channel. Text after a hyphen only makes the id unique: `aborted_2-a1` and `aborted_2-b7` are counted
 * separately. `CODE` is a canonical gRPC code in lower case.
 *
 * | id                   | effect                                                                                        |
 * | -------------------- | --------------------------------------------------------------------------------------------- |
 * | `CODE`               | every request fails with it, before any response; the message contains the document's name    |
 * | `CODE_once` `CODE_N` | only the first, or the first N, requests do. `aborted…` concerns writes only, so that a       |
 * |                      | transaction may read the document that its commit fails on. In `BatchWrite` the single write  |
 * |                      | fails. A `Listen` fails after its target was added; without a count the target is removed     |
 * | `request_CODE…`      | `BatchWrite`: the whole request fails                                                         |
 * | `midstream_CODE…`    | a stream fails after three rows                                                               |
 * | `reset` `reset_N` …  | the connection drops; a stream's after its first row                                          |
 * | `slow_first`         | 300 ms before the first row or response                                                       |
 * | `slow_rows`          | 50 ms before each row                                                                         |
 * | `missing`            | a document that does not exist                                                                |
 * | `rows_N`             | a query, pipeline or listener has N rows (0: none; default 3); an aggregation counts N        |
 * | `pages_N`            | lists and partitions come in N pages of two (default 1)                                       |
 * | `skips_none`         | documents before an offset are skipped, and not told                                          |
 * | `leaves`, `deleted`, `removed`, `watch_reset` | what a listener is sent after its first snapshot: the first document no longer matches, is gone, is gone for a reason that is not told; all documents again |
 *
 * A listener gets its rows and, 100 ms later, one changed row. Ids of one path are combined: `x/rows_10/midstream_unavailable_once`.
 */
export type FaultKind = '' | 'request_' | 'midstream_' | 'reset';

const idPattern =
  /^(?:(?<reset>reset)|(?<kind>request_|midstream_)?(?<code>[a-z]+(?:_[a-z]+)*?))(?:_(?<times>once|\d+))?(?:-.*)?$/;

export interface Fault extends Failure {
  /** Whether it has no count, and so never ends. */
  readonly permanent: boolean;
}

/** Counts, per id, how often a fault has been applied. */
export class Faults {
  readonly #struck = new Map<string, number>();

  reset(): void {
    this.#struck.clear();
  }

  /** The fault of this kind to apply to a request with these names, if any. Counts it. */
  strike(kind: FaultKind, names: readonly string[], isWrite = false): Fault | undefined {
    for (const name of names) {
      for (const id of name.split('/')) {
        const fault = this.#strikeId(kind, id, name, isWrite);
        if (fault) return fault;
      }
    }
    return undefined;
  }

  #strikeId(kind: FaultKind, id: string, name: string, isWrite: boolean): Fault | undefined {
    const match = idPattern.exec(id)?.groups;
    if (!match) return undefined;
    const { reset, times } = match;
    const code = reset ? status.UNAVAILABLE : codes.get(match['code'] ?? '');
    if (code === undefined || (reset ?? match['kind'] ?? '') !== kind) return undefined;
    if (code === status.ABORTED && !isWrite) return undefined;

    const limit = times === undefined ? Infinity : times === 'once' ? 1 : Number(times);
    const struck = this.#struck.get(id) ?? 0;
    if (struck >= limit) return undefined;
    this.#struck.set(id, struck + 1);
    return { code, details: messageFor(code, name), metadata: new Metadata(), permanent: limit === Infinity };
  }
}

const codes: ReadonlyMap<string, status> = new Map(
  Object.entries(status).flatMap(([name, code]) =>
    typeof code === 'number' ? [[name.toLowerCase(), code]] : [],
  ),
);

/** Contains the document's name, as the real server's message does, so that tests can detect leaks. */
function messageFor(code: status, name: string): string {
  switch (code) {
    case status.NOT_FOUND:
      return `No document to update: ${name}`;
    case status.ALREADY_EXISTS:
      return `Document already exists: ${name}`;
    case status.PERMISSION_DENIED:
      return `Missing or insufficient permissions: ${name}`;
    default:
      return `${status[code]} on ${name}`;
  }
}

/** The number in an id such as `rows_1000`. */
export function numberIn(names: readonly string[], word: 'rows' | 'pages', byDefault: number): number {
  for (const id of names.flatMap((name) => name.split('/'))) {
    const match = /^(?<word>[a-z]+)_(?<number>\d+)(?:-.*)?$/.exec(id)?.groups;
    if (match?.['word'] === word) return Number(match['number']);
  }
  return byDefault;
}

/** Words that change what is sent, and are no failures. */
type Word =
  | 'missing'
  | 'slow_first'
  | 'slow_rows'
  | 'skips_none'
  | 'leaves'
  | 'deleted'
  | 'removed'
  | 'watch_reset';

export function has(names: readonly string[], word: Word): boolean {
  return names.some((name) => name.split('/').some((id) => id === word || id.startsWith(`${word}-`)));
}

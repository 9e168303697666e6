/**
 * The fault ids of the scripted server. A `/`-segment of an object's name (or prefix), a bucket's name, a project's id, or an
 * HMAC key's, channel's or service account's id chooses what happens to a request, so a scenario needs no side channel.
 * Text after a hyphen only makes the id unique: `http_503_2-a1` and `http_503_2-b7` are counted separately.
 *
 * | id                       | effect                                                                                     |
 * | ------------------------ | ------------------------------------------------------------------------------------------ |
 * | `http_STATUS`            | every request is refused with it; the message contains the object's name                   |
 * | `session_STATUS`         | the request that opens a resumable or an XML multipart upload is refused                   |
 * | `chunk_STATUS`           | a request with data of a resumable session, or with a part, is refused; nothing is kept    |
 * | `lost_chunk`             | nothing is kept of a chunk after the first: 308, with the range as it was                  |
 * | `reset`                  | the connection drops before an answer                                                      |
 * | `truncated`              | the connection drops in the middle of a download                                           |
 * | `corrupt`                | a download does not match its checksums; an upload is answered with wrong ones             |
 * | … each with `_once` `_N` | only the first, or the first N, such requests are struck                                   |
 * | `slow_first`             | 300 ms before anything is answered                                                         |
 * | `slow_body`              | downloads come in pieces of 64 KiB, with 20 ms between them                                |
 * | `missing`                | an object that does not exist, whatever is uploaded; buckets that do not exist until they  |
 * |                          | are created have names that start with it                                                  |
 * | `private` `public`       | an object that the public must not, or may, read; others as their ACL says                 |
 * | `size_N` `gzip_N`        | an object of N pseudo-random bytes that need not be uploaded; the second is stored gzipped |
 * | `rewrite_N`              | a copy takes N requests (default 1)                                                        |
 * | `pages_N`                | a list has N pages of two. What it lists exists                                            |
 *
 * Ids of one name are combined: `size_1000/corrupt_once-x` is an object whose first download is corrupt.
 */
export type FaultKind = 'http' | 'session' | 'chunk' | 'lost_chunk' | 'reset' | 'truncated' | 'corrupt';

const faultPattern =
  /^(?:(?<refusal>http|session|chunk)_(?<status>[345]\d\d)|(?<mishap>lost_chunk|reset|truncated|corrupt))(?:_(?<times>once|\d+))?(?:-.*)?$/;

const segmentsOf = (names: readonly string[]) => names.flatMap((name) => name.split('/'));

/** Counts, per id, how often a fault has been applied. */
export class Faults {
  readonly #struck = new Map<string, number>();

  reset(): void {
    this.#struck.clear();
  }

  /** The fault of this kind to apply to a request with these names, if any, with its status. Counts it. */
  strike(kind: FaultKind, names: readonly string[]): { readonly status: number } | undefined {
    for (const id of segmentsOf(names)) {
      const { refusal, status, mishap, times } = faultPattern.exec(id)?.groups ?? {};
      if ((refusal ?? mishap) === kind && this.#isDue(id, times)) return { status: Number(status) };
    }
    return undefined;
  }

  #isDue(id: string, times: string | undefined): boolean {
    const limit = times === undefined ? Infinity : times === 'once' ? 1 : Number(times);
    const struck = this.#struck.get(id) ?? 0;
    if (struck >= limit) return false;
    this.#struck.set(id, struck + 1);
    return true;
  }
}

/** The number in an id such as `size_1000`. */
export function numberIn(
  names: readonly string[],
  word: 'size' | 'gzip' | 'rewrite' | 'pages',
): number | undefined {
  for (const id of segmentsOf(names)) {
    const match = /^(?<word>[a-z]+)_(?<number>\d+)(?:-.*)?$/.exec(id)?.groups;
    if (match?.['word'] === word) return Number(match['number']);
  }
  return undefined;
}

export function has(
  names: readonly string[],
  word: 'slow_first' | 'slow_body' | 'missing' | 'private' | 'public',
): boolean {
  return segmentsOf(names).some((id) => id === word || id.startsWith(`${word}-`));
}

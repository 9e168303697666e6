/**
 * The fault words of the scripted server. The name of a model (or of an agent, an interaction, a cached content …) consists of
 * words between hyphens. The words below choose what happens to a request, so a scenario needs no side channel. Other words make
 * the name valid (`imagen-4-http_400`: clients choose a method by it) and unique (`http_429_once-a1` and `http_429_once-b7` are
 * counted separately).
 *
 * | word                           | effect                                                                                    |
 * | ------------------------------ | ----------------------------------------------------------------------------------------- |
 * | `http_STATUS`                  | every request is refused with it, as JSON: 429 says why and when to try again, 400 quotes  |
 * |                                | the prompt, the others the name                                                           |
 * | `html_STATUS`                  | the same from a proxy: the response is not JSON                                          |
 * | `reset`                        | the connection drops before an answer                                                     |
 * | `truncated`                    | the connection drops in the middle of an answer; of a stream see `midstream_drop`         |
 * | `bad_json`                     | an answer that claims to be JSON                                                          |
 * | … each with `_once` `_N`       | only the first, or the first N, of these requests fail                                  |
 * | `slow_N`                       | N ms before anything is answered                                                          |
 * | `gap_N`                        | N ms between the chunks of a stream                                                       |
 * | `paced`                        | a stream sends its next chunk when the tokens of the same prompt are counted, or drops     |
 * | `chunks_N`                     | a text has N words (default 3), each a chunk of a stream                                  |
 * | `midstream_drop`               | the connection drops before the last chunk                                                |
 * | `midstream_bad_json`           | what comes instead of the last chunk is not JSON                                          |
 * | `midstream_error`              | what comes instead of the last chunk is an error, as a chunk                              |
 * | `midstream_raw_error`          | the same without `data:` before it                                                        |
 * | `blocked` `blocked_REASON`     | the prompt is: status 200, and no candidates (default SAFETY)                             |
 * | `finish_REASON`                | why the model stops (default STOP); a stream that just ends: NONE                         |
 * | `empty`                        | no candidates, nor a reason; a stream without chunks                                      |
 * | `call_N` `rounds_N`            | N of the request's functions are called at once (default 1), in each of N rounds          |
 * |                                | (default 1), and then there is text                                                       |
 * | `thoughts` `image`             | a thought before the text; an image after it                                              |
 * | `hops_N`                       | an answer in N requests, each with the token that the one before it gave                  |
 * | `echo`                         | the text is the prompt's. Nothing else of a request is ever told, but by 400              |
 * | `rich_usage`                   | tokens of thoughts, of a cache and of tools, and of each modality                         |
 * | `zero_usage` `no_usage`        | all counts are 0; there are none                                                          |
 * | `running_usage`                | each chunk of a stream has the totals so far; else the last has them                      |
 * | `pending_N`                    | an operation is done when it was asked for N times                                        |
 * | `filtered`                     | images and videos are withheld, and why                                                   |
 * | `made_N`                       | N of the images or videos that were asked for are made, one is withheld, the rest missing |
 * | `grounded`                     | an answer from Google Search: two different queries, one of them twice, and an empty one   |
 * | `maps`                         | an answer from Google Maps                                                                |
 * | `long`                         | a prompt of 250 000 tokens                                                                |
 */
export type FaultKind = 'http' | 'html' | 'reset' | 'truncated' | 'bad_json';

type Flag =
  | 'midstream_drop'
  | 'midstream_bad_json'
  | 'midstream_error'
  | 'midstream_raw_error'
  | 'paced'
  | 'empty'
  | 'thoughts'
  | 'image'
  | 'echo'
  | 'rich_usage'
  | 'zero_usage'
  | 'no_usage'
  | 'running_usage'
  | 'filtered'
  | 'grounded'
  | 'maps'
  | 'long';

type Quantity = 'slow' | 'gap' | 'chunks' | 'call' | 'rounds' | 'hops' | 'pending' | 'made';

const faultPattern =
  /^(?:(?<refusal>http|html)_(?<status>[45]\d\d)|(?<mishap>reset|truncated|bad_json))(?:_(?<times>once|\d+))?$/;

/** Counts, per name and word, how often a fault has been applied. */
export class Faults {
  readonly #struck = new Map<string, number>();

  reset(): void {
    this.#struck.clear();
  }

  /** The fault of this kind to apply to a request with these names, if any, with its status. Counts it. */
  strike(kind: FaultKind, names: readonly string[]): { readonly status: number } | undefined {
    for (const name of names) {
      for (const word of name.split('-')) {
        const { refusal, status, mishap, times } = faultPattern.exec(word)?.groups ?? {};
        if ((refusal ?? mishap) === kind && this.isDue(`${name} ${word}`, limitOf(times)))
          return { status: Number(status) };
      }
    }
    return undefined;
  }

  /** Whether this has happened fewer than `limit` times. Counts it. */
  isDue(what: string, limit: number): boolean {
    const struck = this.#struck.get(what) ?? 0;
    this.#struck.set(what, struck + 1);
    return struck < limit;
  }
}

function limitOf(times: string | undefined): number {
  if (times === undefined) return Infinity;
  return times === 'once' ? 1 : Number(times);
}

/** The words in a request's names that are not faults. */
export class Words {
  readonly #words: readonly string[];

  constructor(names: readonly string[]) {
    this.#words = names.flatMap((name) => name.split('-'));
  }

  has(flag: Flag): boolean {
    return this.#words.includes(flag);
  }

  /** The number in a word such as `chunks_5`; 1 for a word without a number. */
  number(quantity: Quantity): number | undefined {
    const value = this.#value(quantity);
    return value === undefined ? undefined : Number(value || 1);
  }

  /** The reason in a word such as `finish_MAX_TOKENS`; '' for a word without a reason. */
  reason(of: 'blocked' | 'finish'): string | undefined {
    return this.#value(of);
  }

  #value(word: string): string | undefined {
    const found = this.#words.find((each) => each === word || each.startsWith(`${word}_`));
    return found?.slice(word.length + 1);
  }
}

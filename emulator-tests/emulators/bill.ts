import type { RecordedRequest } from './scripted.ts';

/** At least so much, and at most. They differ where what was sent may not have reached the application. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

/** What a service bills, by kind: `read`, `write`. */
export type Bill = Readonly<Record<string, Range>>;

/** A request of a server's log, which has the messages. */
export interface Exchange extends RecordedRequest {
  /** How many units of the answer the client is known to have received. @default all that was sent */
  readonly received?: number;
}

/**
 * What the vendor would bill for the requests of a log. Written by the rules of the price list, and
 * without a look at what the plugin does: the two have to come to the same.
 */
export type Rules = (log: readonly Exchange[]) => Bill;

/** Adds up a bill. */
export class Sum {
  readonly #kinds: Record<string, Range> = {};

  /** @param received how much of it the client knows of */
  add(kind: string, amount: number, received: number = amount): void {
    const { least, most } = this.#kinds[kind] ?? { least: 0, most: 0 };
    if (amount > 0) this.#kinds[kind] = { least: least + Math.min(received, amount), most: most + amount };
  }

  get bill(): Bill {
    return this.#kinds;
  }
}

/**
 * Reads the tables of the list. Names stand alone on a line; the lines below them have their prices by tier:
 *
 *     gemini-2.5-flash
 *       standard: input 0.3, input/audio 1, output 2.5?
 *       batch:    input 0.15, output 1.25->2.5
 *
 * A price is in US dollars for the number of units that `UNITS` says. Of those with `?` Google's page was not seen, only
 * other public price tables; of those with `??` nothing. `a->b`: Google has announced b, from the day that the table has.
 */
import type { Price, PriceList, Unit, Verified } from '../types';

/** The unit of a price, and how many of them it is for. */
const UNITS: Readonly<Record<string, readonly [Unit, per: number]>> = {
  read: ['operation', 100_000],
  write: ['operation', 100_000],
  delete: ['operation', 100_000],
  class_a: ['operation', 1000],
  class_b: ['operation', 1000],
  retrieval: ['GiB', 1],
  input: ['token', 1_000_000],
  cached_input: ['token', 1_000_000],
  output: ['token', 1_000_000],
  embedding: ['token', 1_000_000],
  cache_storage: ['token_hour', 1_000_000],
  characters: ['character', 1000],
  queries: ['query', 1000],
  prompts: ['prompt', 1000],
  maps: ['prompt', 1000],
  image: ['image', 1],
  video: ['second', 1],
};

export interface Table {
  /** The first part of the names of its prices: `firestore`. */
  readonly prefix: string;
  readonly source: string;
  /** The day on which the page was read, or the day of the copy that was. */
  readonly read: string;
  /** The same for prices that are not from the page. */
  readonly readElsewhere: string;
  /** The day from which announced prices apply. */
  readonly changes?: string;
  readonly text: string;
}

const VERIFIED: Readonly<Record<string, Verified>> = { '': 'page', '?': 'secondary', '??': 'no' };

const PRICE = /^(?<what>(?<kind>\w+)(?:\/\w+)*) (?<usd>[\d.]+)(?:->(?<next>[\d.]+))?(?<mark>\?{0,2})$/;

const parsePrice = (text: string, { source, read, readElsewhere, changes }: Table): [string, Price] => {
  const { what = '', kind = '', usd, next, mark = '' } = PRICE.exec(text)?.groups ?? {};
  const [unit, per] = UNITS[kind] ?? [];
  const verified = VERIFIED[mark];
  if (unit === undefined || per === undefined || verified === undefined)
    throw new Error(`not a price: ${text}`);
  const price = {
    usd: Number(usd),
    per,
    unit,
    source,
    read: verified === 'page' ? read : readElsewhere,
    verified,
  };
  return [
    what,
    next !== undefined && changes !== undefined
      ? { ...price, next: { usd: Number(next), from: changes } }
      : price,
  ];
};

export const parseTable = (table: Table): PriceList => {
  const list: Record<string, Price> = {};
  let names: string[] = [];
  for (const line of table.text.trim().split('\n')) {
    const [, tier, prices] = /^ +(\w+): +(.+)$/.exec(line) ?? [];
    if (prices === undefined) names = line.split(' ');
    else
      for (const [what, price] of prices.split(', ').map((text) => parsePrice(text, table)))
        for (const name of names)
          list[[table.prefix, name, what, ...(tier === 'standard' ? [] : [tier])].join('/')] = price;
  }
  return list;
};

/** Prices what was used. */
import { listPrices } from './list';
import { pointsIn, type Usage } from './points';
import {
  type Attributes,
  type Bill,
  type Line,
  type Price,
  type PriceChanges,
  type PriceOptions,
  UNITS,
  type Unpriced,
} from './types';
import { type Region, type Use, useOf } from './uses';

/** Why a price cannot be used; nothing, if it can. */
const faultIn = (price: Partial<Price> | undefined): string | undefined => {
  if (price === undefined) return 'it was taken out of the list';
  if (!Number.isFinite(price.usd) || price.usd! < 0) return '`usd` must be a number of dollars';
  if (!Number.isFinite(price.per) || price.per! <= 0) return '`per` must be a number of units';
  if (!UNITS.includes(price.unit!)) return `\`unit\` must be one of ${UNITS.join(', ')}`;
  return undefined;
};

interface Prices {
  readonly list: Readonly<Record<string, Partial<Price> | undefined>>;
  readonly warnings: readonly string[];
}

/** The list with its changes, and a warning for each change that cannot be meant. */
const changed = (changes: PriceChanges): Prices => {
  const list: Record<string, Partial<Price> | undefined> = { ...listPrices };
  const warnings: string[] = [];
  for (const [name, change] of Object.entries(changes)) {
    const inList = Object.hasOwn(listPrices, name);
    // A price that is given is meant for any day.
    const price =
      change?.usd === undefined
        ? { ...list[name], ...change }
        : { ...list[name], ...change, next: change.next };
    list[name] = change === undefined || change === null ? undefined : (price as Partial<Price>);
    const fault = change === undefined || change === null ? undefined : faultIn(list[name]);
    if (fault !== undefined)
      warnings.push(
        `prices: "${name}" cannot be used: ${fault}${inList ? '' : '. The list has no price of that name'}`,
      );
  }
  return { list, warnings };
};

const today = (): string => new Date().toISOString().slice(0, 10);

const usdOn = ({ usd, next }: Price, day: string): number =>
  next !== undefined && day >= next.from ? next.usd : usd;

const priced = (use: Use, { list }: Prices, day: string): Line | Unpriced => {
  const { attributes, quantity, unit, precision, candidates } = use;
  const without = (reason: string): Unpriced => ({ attributes, quantity, unit, reason });
  if (!Number.isFinite(quantity)) return without('the quantity is not a number');
  if (use.unpriced !== undefined) return without(use.unpriced);
  const found = candidates.find(({ price }) => Object.hasOwn(list, price));
  if (found === undefined)
    return without(`the list has no price "${candidates[0]?.price}": add it with \`prices\``);
  const price = list[found.price];
  const fault = faultIn(price);
  if (fault !== undefined) return without(`the price "${found.price}" cannot be used: ${fault}`);
  const { unit: pricedUnit, per } = price as Price;
  if (pricedUnit !== unit)
    return without(`the price "${found.price}" is for the unit ${pricedUnit}, not for ${unit}`);
  const usd = (quantity * usdOn(price as Price, day) * (found.factor ?? 1)) / per;
  const { assumes } = found;
  return {
    price: found.price,
    attributes,
    quantity,
    unit,
    usd,
    precision,
    ...(assumes !== undefined && { assumes }),
  };
};

/** A function of the user's may throw. What it was asked about is then not priced. */
const regions = (region: PriceOptions['region']) => {
  let failure: string | undefined;
  const regionOf = (attributes: Attributes): Region => {
    if (typeof region !== 'function') return region;
    try {
      return region(attributes);
    } catch (error) {
      failure ??= `region: the function threw ${String(error)}`;
      return undefined;
    }
  };
  return { regionOf, failures: () => (failure === undefined ? [] : [failure]) };
};

/**
 * What the counted calls would cost by Google's list prices, in US dollars. An estimate: without free tiers, discounts and
 * taxes, and without what no client can know.
 *
 * @param usage Metrics or finished spans of the instrumentations, as the SDK exports them. Not both for the same calls: each is counted.
 *   All values are added up, so of cumulative metrics only the last export belongs here.
 * @returns A line for each use that has a price, their total, and what has none with the reason. It throws for nothing but a `usage` that is neither.
 */
export const priceOf = (usage: Usage, options: PriceOptions = {}): Bill => {
  const { region, prices = {}, day = today() } = options;
  const list = changed(prices);
  const { regionOf, failures } = regions(region);
  const lines: Line[] = [];
  const unpriced: Unpriced[] = [];
  const warnings = [...list.warnings];
  for (const point of pointsIn(usage, (warning) => warnings.push(warning))) {
    const use = useOf(point, regionOf);
    if (use === undefined || use.quantity === 0) continue;
    const one = priced(use, list, day);
    if ('reason' in one) unpriced.push(one);
    else lines.push(one);
  }
  const total = lines.reduce((sum, { usd }) => sum + usd, 0);
  return { lines, total, unpriced, warnings: [...warnings, ...failures()] };
};

import type { Bill } from '../../emulators/bill.ts';

/** How much there is of each kind. */
export type Amounts = Readonly<Record<string, number>>;

interface Compared {
  /** What the counter counted. */
  readonly counted: Amounts;
  /** What the server's log comes to. */
  readonly bill: Bill;
  /** What the spans of the same calls say. */
  readonly told: Amounts;
  /** Whether each of the calls has such a span, and was not over before the server was. */
  readonly isAllTold: boolean;
}

/** Amounts may be fractions (hours of a cache), which add up to almost the same. */
const epsilon = 1e-6;

/** What the counter counted that is not on the bill, and the other way round; and where spans say something else. */
export function difference({ counted, bill, told, isAllTold }: Compared): string[] {
  const kinds = new Set([...Object.keys(counted), ...Object.keys(bill), ...Object.keys(told)]);
  return [...kinds].flatMap((kind) => {
    const { [kind]: amount = 0 } = counted;
    const { least, most } = bill[kind] ?? { least: 0, most: 0 };
    const wrong: string[] = [];
    if (amount < least - epsilon || amount > most + epsilon)
      wrong.push(
        `${kind}: counted ${amount}, and the bill is ${least === most ? least : `${least} to ${most}`}`,
      );
    const onSpans = told[kind];
    if (onSpans === undefined) return wrong;
    if (onSpans > amount + epsilon || (isAllTold && onSpans < amount - epsilon))
      wrong.push(`${kind}: counted ${amount}, and the spans say ${onSpans}`);
    return wrong;
  });
}

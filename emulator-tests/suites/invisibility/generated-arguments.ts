import { beforeAll, describe, expect, test } from '@jest/globals';
import { sharedScripted } from '../../emulators/index.ts';
import { services, type ServiceName } from '../../services/index.ts';
import { rowsOf, type Table } from '../rows.ts';
import type { CheckOptions } from '../run-checked.ts';
import { seed, titlesOf } from './generated.ts';
import { type Observed, seenByCall, withAndWithout } from './with-and-without.ts';

interface Generated {
  readonly service: ServiceName;
  /** @default that of the service's client */
  readonly title?: string;
  /** The client's module, where it is not the service's own. */
  readonly client?: string;
  readonly table: Table;
  /** @default all rows of the table */
  readonly isMeant?: (row: string) => boolean;
  /** Calls that have no row. */
  readonly more?: object;
  readonly options?: Partial<CheckOptions>;
}

/** Every call with generated, senseless arguments: the application sees the same as without the plugin. */
export function generatedArguments({ service, table, client, more = {}, options, ...made }: Generated): void {
  const { innerRows, client: ownClient } = services[service];
  const { title = client ?? ownClient, isMeant = () => true } = made;
  /** The rows to call. Inner rows are reached through others. */
  const called = rowsOf(table).map((row) => (row in more ? row : (innerRows[row]?.by ?? row)));
  const rows = [...new Set([...called, ...Object.keys(more)])].filter(isMeant);

  describe(`${title}: arguments generated from INVISIBILITY_SEED=${seed}`, () => {
    let shipped: Observed;
    let traced: Observed;

    beforeAll(async () => {
      const asked: CheckOptions = {
        scenario: `${service}/generated`,
        mode: 'cjs',
        backend: sharedScripted(service),
        ...(client && { client }),
        silent: true,
        ...options,
        env: { ...options?.env, INVISIBILITY_SEED: String(seed) },
      };
      ({ shipped, traced } = await withAndWithout(asked, rows.flatMap(titlesOf), seenByCall));
    });

    test.each(rows)('%s', (row) => {
      const seen = (observed: Observed) =>
        Object.assign({}, ...titlesOf(row).map((one) => seenByCall(one, observed)));
      expect(Object.keys(seen(shipped))).toHaveLength(titlesOf(row).length);
      expect(seen(traced)).toEqual(seen(shipped));
    });

    test('the process', () => {
      expect(new Set(traced.process)).toEqual(new Set(shipped.process));
    });
  });
}

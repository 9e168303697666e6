import { beforeAll, describe, expect, test } from '@jest/globals';
import { sharedScripted } from '../../emulators/index.ts';
import { nightly } from '../../harness/nightly.ts';
import { services, type ServiceName } from '../../services/index.ts';
import { clientShapes } from './client-shapes.ts';
import { seed } from './generated.ts';
import { titlesOf, type Manner } from './shaped.ts';
import { type Observed, seenByCall, withAndWithout } from './with-and-without.ts';

interface Shapes {
  readonly service: ServiceName;
  /** The client's module, where it is not the service's own. */
  readonly client?: string;
  readonly calls: object;
}

const ways = { without: { bare: true as const }, with: { bare: true as const, env: { TRACED: '1' } } };

/** Shapes that have broken something before, or that other instrumentations use. The nightly run uses all. */
const daily: readonly string[] = [
  'wrapped in Proxies by another, before',
  'gives iterators that are Proxies bound to their targets',
];
const shapesOfClients = Object.keys(clientShapes).filter((shape) => nightly || daily.includes(shape));

const manners: readonly [string, Manner][] = [
  ['arguments of every shape', 'arguments'],
  [`broken fields, by INVISIBILITY_SEED=${seed}`, 'fields'],
];

/** Every call with arguments of every shape, on broken fields, and on patched clients: the same as without the plugin. */
export function shapes({ service, client, calls }: Shapes): void {
  const look = (titles: readonly string[], env: Readonly<Record<string, string>>) =>
    withAndWithout(
      {
        scenario: `${service}/shaped`,
        mode: 'cjs',
        backend: sharedScripted(service),
        ...(client && { client }),
        silent: true,
        env,
      },
      titles,
      seenByCall,
      ways,
    );
  const seen = (titles: readonly string[], observed: Observed): object =>
    Object.assign({}, ...titles.map((title) => seenByCall(title, observed)));

  describe(`${client ?? services[service].client}, as without the plugin`, () => {
    describe.each(manners)('%s', (_title, manner) => {
      const titles = titlesOf(calls, manner);
      let shipped: Observed;
      let traced: Observed;

      beforeAll(async () => {
        const env = { MANNER: manner, INVISIBILITY_SEED: String(seed) };
        ({ shipped, traced } = await look(Object.values(titles).flat(), env));
      });

      test.each(Object.keys(titles))('%s', (call) => {
        const own = titles[call]!;
        expect(Object.keys(seen(own, shipped))).toHaveLength(own.length);
        expect(seen(own, traced)).toEqual(seen(own, shipped));
      });

      test('the process', () => {
        expect(new Set(traced.process)).toEqual(new Set(shipped.process));
      });
    });

    test.each(shapesOfClients)('a client: %s', async (shape) => {
      const titles = Object.keys(titlesOf(calls));
      const { shipped, traced } = await look(titles, { CLIENT_SHAPE: shape });
      expect(Object.keys(seen(titles, shipped))).toHaveLength(titles.length);
      expect(seen(titles, traced)).toEqual(seen(titles, shipped));
      expect(new Set(traced.process)).toEqual(new Set(shipped.process));
    });
  });
}

import { beforeAll, describe, expect, test } from '@jest/globals';
import { sharedScripted } from '../../emulators/index.ts';
import { services, type ServiceName } from '../../services/index.ts';
import type { CheckOptions } from '../run-checked.ts';
import { type Observed, ownKeysOf, seenOf, withAndWithout, type SeenOf } from './with-and-without.ts';

export interface Invisible {
  readonly service: ServiceName;
  /** The client's module, where it is not the service's own. */
  readonly client?: string;
  /** The calls that the scenario `<service>/invisible` makes. */
  readonly titles: readonly string[];
  readonly options?: Partial<CheckOptions>;
  /** The parts of an observation to compare. @default all */
  readonly of?: SeenOf;
  /** Compare all forms of a call together, because the progress of a stream varies. */
  readonly takesFormsTogether?: true;
  /** Methods that constructors assign. The class gets non-enumerable accessors; instances still have their own property. */
  readonly assigned?: readonly string[];
  /** Further tests of the observations. */
  readonly also?: (observed: () => { readonly shipped: Observed; readonly traced: Observed }) => void;
}

/** An application sees the same of a client with the plugin as without. */
export function invisibility(made: Invisible): void {
  const { client: ownClient, layers } = services[made.service];
  const { service, client = ownClient, titles, of = seenOf(), assigned = [] } = made;

  describe(`${client} with the plugin, as without it`, () => {
    let shipped: Observed;
    let traced: Observed;

    beforeAll(async () => {
      const options: CheckOptions = {
        scenario: `${service}/invisible`,
        mode: 'cjs',
        client,
        backend: sharedScripted(service),
        ...made.options,
      };
      ({ shipped, traced } = await withAndWithout(options, titles, of));
    });

    test.each(titles)('%s', (title) => {
      expect(Object.keys(of(title, shipped)).length).toBeGreaterThan(0);
      expect(of(title, traced)).toEqual(of(title, shipped));
    });

    test('what is returned and given has the same own properties', () => {
      const keys = (observed: Observed) =>
        made.takesFormsTogether
          ? [...new Set(ownKeysOf(observed).map((line) => line.replace(/, [^:]*:/, ':')))].toSorted()
          : ownKeysOf(observed);
      expect(keys(traced)).toEqual(keys(shipped));
    });

    test("the client's classes, but for what its constructors assign", () => {
      const names = new Set([...Object.keys(shipped.classes), ...Object.keys(traced.classes)]);
      const changed = [...names].filter((name) => traced.classes[name] !== shipped.classes[name]);
      expect(changed.toSorted()).toEqual(assigned);
    });

    test('the process', () => {
      expect(new Set(traced.process)).toEqual(new Set(shipped.process));
      expect(traced.diagnostics.filter((line) => !layers.complaint?.test(line))).toEqual([]);
    });

    made.also?.(() => ({ shipped, traced }));
  });
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  type Documented,
  firestore,
  spanner,
  storage,
  vertexai,
} from '../../emulator-tests/conventions/index.ts';
import { registeredAttribute, registry } from '../../emulator-tests/conventions/registry.ts';
import { namesIn, root, tableBelow } from '../../scripts/markdown.mts';

const page = { text: readFileSync(join(root, 'docs/telemetry.md'), 'utf8') };

const plugins: [string, Documented][] = [
  ['Firestore', firestore],
  ['Storage', storage],
  ['Spanner', spanner],
  ['Vertex AI', vertexai],
];

/** The names that a plugin's source writes out: what the tests have not seen yet may be on the page, if it is there. */
const literalsIn = (plugin: string): Set<string> =>
  new Set(
    readdirSync(join(root, plugin, 'src'))
      .map((file) => readFileSync(join(root, plugin, 'src', file), 'utf8'))
      .flatMap((source) => [...source.matchAll(/'([a-z][\w.]*)'/g)].map(([, name = '']) => name)),
  );

describe.each(plugins)('%s', (title, documented) => {
  const spans = tableBelow(page, `Spans of ${title}`).flatMap(([names = '', kinds = '']) =>
    namesIn(names).flatMap((name) => kinds.split(', ').map((kind) => ({ name, kind }))),
  );
  const attributes = new Map(
    tableBelow(page, `Attributes of ${title}`).map(([name = '', type]) => [namesIn(name)[0] ?? '', type]),
  );
  const literals = literalsIn(documented.scope.replace('@gcp-otel/instrumentation-', 'plugins/'));
  const metrics = new Map(
    tableBelow(page, `Metrics of ${title}`).map(([name = '', ...rest]) => [namesIn(name)[0] ?? '', rest]),
  );

  test('every kind of span is on the page, and nothing else', () => {
    const { spanNames } = documented;
    const isNamedBy =
      ({ name, kind }: Documented['spanNames'][number]) =>
      (span: (typeof spans)[number]) =>
        span.kind === kind && name.test(span.name);
    expect(spanNames.filter((pattern) => !spans.some(isNamedBy(pattern))).map(({ name }) => name)).toEqual(
      [],
    );
    const undocumented = spans.filter((span) => !spanNames.some((pattern) => isNamedBy(pattern)(span)));
    expect(undocumented.filter(({ name }) => !literals.has(name.split(' ')[0] ?? ''))).toEqual([]);
  });

  test('its own attributes are on the page, with their types', () => {
    const own = [...attributes].filter(([name]) => name in documented.attributes);
    expect(Object.fromEntries(own)).toEqual(documented.attributes);
    const written = [...literals].filter((name) => /^gcp\.(?!client|vertex_ai$|\w+$).*[^.]$/.test(name));
    expect(written.filter((name) => !attributes.has(name) && !metrics.has(name))).toEqual([]);
  });

  test('the other attributes are the conventions’', () => {
    const others = [...attributes].filter(
      ([name]) => !(name in documented.attributes) && !(name.startsWith(`gcp.`) && literals.has(name)),
    );
    expect(others).toEqual(others.map(([name]) => [name, registeredAttribute(name)?.type]));
    expect(documented.required.filter((name) => !attributes.has(name))).toEqual([]);
  });

  test('its own metrics are on the page, and the others are the conventions’', () => {
    for (const [name, [instrument, unit = '', listed = '']] of metrics) {
      const known = documented.metrics[name] ?? registry.metrics[name];
      expect({ name, instrument, unit: namesIn(unit)[0] }).toEqual({
        name,
        instrument: known?.instrument,
        unit: known?.unit,
      });
      const own = documented.metrics[name]?.attributes ?? {};
      if (Object.keys(own).length > 0)
        expect(namesIn(listed).toSorted()).toEqual(Object.keys(own).toSorted());
    }
    expect(Object.keys(documented.metrics).filter((name) => !metrics.has(name))).toEqual([]);
  });
});

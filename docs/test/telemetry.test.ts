import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Documented } from '../../emulator-tests/conventions/documented.ts';
import { registeredAttribute, registry } from '../../emulator-tests/conventions/registry.ts';
import { services } from '../../emulator-tests/services/index.ts';
import { namesIn, root, tableBelow } from '../../scripts/markdown.mts';

const page = { text: readFileSync(join(root, 'docs/telemetry.md'), 'utf8') };

describe.each(Object.entries(services))('%s', (service, { title, documented }) => {
  const spans = tableBelow(page, `Spans of ${title}`).flatMap(([names = '', kinds = '']) =>
    namesIn(names).flatMap((name) => kinds.split(', ').map((kind) => ({ name, kind }))),
  );
  const attributes = new Map(
    tableBelow(page, `Attributes of ${title}`).map(([name = '', type]) => [namesIn(name)[0] ?? '', type]),
  );
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
    expect(spans.filter((span) => !spanNames.some((pattern) => isNamedBy(pattern)(span)))).toEqual([]);
  });

  test('its own attributes are on the page, with their types', () => {
    const own = [...attributes].filter(([name]) => name in documented.attributes);
    expect(Object.fromEntries(own)).toEqual(documented.attributes);
  });

  test('the other attributes are the conventions’', () => {
    const others = [...attributes].filter(
      ([name]) => !(name in documented.attributes) && name !== 'gcp.client.service',
    );
    expect(others).toEqual(others.map(([name]) => [name, registeredAttribute(name)?.type]));
    expect(documented.required.filter((name) => !attributes.has(name))).toEqual([]);
  });

  test('its own events are on the page, and their attributes in the tables', () => {
    const events = Object.entries(documented.events);
    expect(events.map(([name]) => name).filter((name) => !page.text.includes(`\`${name}\` event`))).toEqual(
      [],
    );
    const named = new Set(namesIn(page.text));
    expect(
      events.flatMap(([, names]) => names).filter((name) => !attributes.has(name) && !named.has(name)),
    ).toEqual([]);
  });

  test('it has the status of an answer if the plugin gives it one', () => {
    const plugin = readFileSync(join(root, 'plugins', service, 'src/instrumentation.ts'), 'utf8');
    const [, attribute] = /\bstatusAttribute: '([^']+)'/.exec(plugin) ?? [];
    const onPage = [...attributes.keys()].filter((name) => name === 'db.response.status_code');
    expect(onPage).toEqual(attribute === undefined ? [] : [attribute]);
  });

  test('its own metrics are on the page, and the others are the conventions’', () => {
    const onPage = [...metrics].map(([name, [instrument, unit = '']]) => [
      name,
      instrument,
      namesIn(unit)[0],
    ]);
    const known = [...metrics.keys()].map((name) => {
      const metric = documented.metrics[name] ?? registry.metrics[name];
      return [name, metric?.instrument, metric?.unit];
    });
    expect(onPage).toEqual(known);
    expect(Object.keys(documented.metrics).filter((name) => !metrics.has(name))).toEqual([]);
  });

  test('its own metrics have the attributes that the page says', () => {
    const own = Object.entries(documented.metrics)
      .map(([name, metric]) => [name, new Set(Object.keys(metric.attributes))] as const)
      .filter(([, expected]) => expected.size > 0);
    const listed = own.map(([name]) => [name, new Set(namesIn(metrics.get(name)?.[2] ?? ''))]);
    expect(listed).toEqual(own);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { services } from '../../emulator-tests/services';
import { root } from '../../scripts/markdown.mts';
import { exportedToPrometheus, notExported } from './exported.ts';

const page = readFileSync(join(root, 'docs/what-it-costs.md'), 'utf8');
const queries = [...page.matchAll(/```promql\n([^`]*)```/g)].flatMap(([, block]) =>
  block!.trim().split('\n'),
);

test('there are queries', () => {
  expect(queries.length).toBeGreaterThan(2);
});

test('each counter of what is billed is on the page, and in a query', async () => {
  const counters = Object.values(services)
    .flatMap(({ documented }) => Object.keys(documented.metrics))
    .filter((name) => name.includes('.billing.'));
  expect(counters.length).toBeGreaterThan(2);
  expect(counters.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  const queried = counters.filter((name) =>
    queries.some((query) => query.includes(`${name.replaceAll('.', '_')}_total`)),
  );
  expect(queried).toEqual(counters);
});

test.each(queries)('%s: metrics and labels that are exported', async (query) => {
  expect(notExported(query, await exportedToPrometheus())).toEqual([]);
});

test('what is not exported is found', async () => {
  const query =
    'sum by (http_route) (rate(gcp_storage_client_io_total{network_io_direction="transmit"}[5m])) / gcp_storage_io_total';
  expect(notExported(query, await exportedToPrometheus())).toEqual(['gcp_storage_io_total', 'http_route']);
});

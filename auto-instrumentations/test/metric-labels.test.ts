import { sharedEmulator } from '@gcp-otel/emulator-tests/emulators';
import { expect, test } from '@jest/globals';
import { startCollector } from '../../scripts/collector.mts';
import { runApp } from './run-app';

interface Exported {
  readonly resourceMetrics?: readonly {
    readonly scopeMetrics: readonly {
      readonly metrics: readonly {
        readonly name: string;
        readonly sum?: { readonly dataPoints: readonly Point[] };
        readonly histogram?: { readonly dataPoints: readonly Point[] };
      }[];
    }[];
  }[];
}
interface Point {
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[];
}

const labels = ['tenant', 'secret', 'http.route'];

/** Of each metric of the plugin, the labels that are not its own. */
const served = async (env: Record<string, string>): Promise<object> => {
  const collector = await startCollector();
  try {
    const { stderr } = await runApp('served.cjs', {
      env: {
        ...sharedEmulator('firestore').env,
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
        OTEL_TRACES_EXPORTER: 'none',
        OTEL_LOGS_EXPORTER: 'none',
        ...env,
      },
    });
    expect(stderr).toBe('');
    const metrics = collector.received
      .map(({ body }) => JSON.parse(body.toString()) as Exported)
      .flatMap(({ resourceMetrics = [] }) => resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics))
      .flatMap((scope) => scope.metrics)
      .filter(({ name }) => name.startsWith('db.client.operation') || name.startsWith('gcp.'));
    return Object.fromEntries(
      metrics.map(({ name, sum, histogram }) => [
        name,
        (sum ?? histogram)!.dataPoints.flatMap(({ attributes }) =>
          attributes
            .filter(({ key }) => labels.includes(key))
            .map(({ key, value }) => `${key}=${value.stringValue}`),
        ),
      ]),
    );
  } finally {
    collector.close();
  }
};

test('the route of the request that is served is on what is billed, the baggage on nothing', async () => {
  expect(await served({})).toEqual({
    'db.client.operation.duration': [],
    'gcp.firestore.client.billing.operations': ['http.route=/orders/{id}'],
  });
});

test('GCP_OTEL_METRIC_BAGGAGE: these entries on all metrics, and no others', async () => {
  expect(await served({ GCP_OTEL_METRIC_BAGGAGE: 'tenant, plan' })).toEqual({
    'db.client.operation.duration': ['tenant=acme'],
    'gcp.firestore.client.billing.operations': ['tenant=acme', 'http.route=/orders/{id}'],
  });
});

test('GCP_OTEL_METRIC_ROUTE=false: no route', async () => {
  expect(await served({ GCP_OTEL_METRIC_ROUTE: 'false' })).toEqual({
    'db.client.operation.duration': [],
    'gcp.firestore.client.billing.operations': [],
  });
});

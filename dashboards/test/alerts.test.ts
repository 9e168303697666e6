/** Each alert fires when it should, and does not where it should not. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { testIf } from '../../emulator-tests/harness/skip.ts';
import { findProgram } from '../../scripts/dashboards/programs.mts';
import { alerts } from '../alerts.mts';
import { ALERTS } from '../files.mts';

interface Situation {
  readonly alert: string;
  /** Series, each with a value for every minute, as promtool writes them. */
  readonly series: Readonly<Record<string, string>>;
  readonly at: string;
  /** What is said of it; nothing where it is no alert. */
  readonly fires?: { readonly labels: object; readonly summary: string };
}

const calls = (labels: string): string =>
  `db_client_operation_duration_count{db_system_name="gcp.firestore",${labels}}`;
const bucket = (metric: string, labels: string, le: string): string =>
  `${metric}_bucket{${labels},le="${le}"}`;

const get = 'db_query_summary="get users"';
const firestoreGet = { db_system_name: 'gcp.firestore', db_query_summary: 'get users' };
const upload = 'gcp_storage_operation="upload",gcp_storage_bucket="b"';
const ask = 'gen_ai_operation_name="generate_content",gen_ai_request_model="m"';
const transactions = 'db_namespace="n",db_query_summary="transaction"';
const reads =
  'gcp_firestore_client_billing_operations_total{gcp_firestore_billing_kind="read",http_route="/users"}';
const attempts = 'gcp_spanner_client_transaction_attempts';
const tokens =
  'gcp_vertex_ai_client_billing_units_total{gen_ai_request_model="m",gcp_vertex_ai_billing_unit="token"}';

const situations: Readonly<Record<string, Situation>> = {
  'a tenth of the calls fails': {
    alert: 'GoogleCloudCallsFail',
    series: { [calls(get)]: '0+90x60', [calls(`${get},error_type="ABORTED"`)]: '0+10x60' },
    at: '30m',
    fires: { labels: firestoreGet, summary: 'get users gcp.firestore fails in 10% of all calls' },
  },
  'one of a hundred calls fails': {
    alert: 'GoogleCloudCallsFail',
    series: { [calls(get)]: '0+99x60', [calls(`${get},error_type="ABORTED"`)]: '0+1x60' },
    at: '30m',
  },
  'nothing is called': { alert: 'GoogleCloudCallsFail', series: { [calls(get)]: '7+0x60' }, at: '30m' },
  'uploads are slow': {
    alert: 'GoogleCloudCallsSlow',
    series: {
      [bucket('gcp_storage_client_operation_duration', upload, '1')]: '0+50x60',
      [bucket('gcp_storage_client_operation_duration', upload, '5')]: '0+100x60',
      [bucket('gcp_storage_client_operation_duration', upload, '+Inf')]: '0+100x60',
    },
    at: '30m',
    fires: {
      labels: { gcp_storage_operation: 'upload', gcp_storage_bucket: 'b' },
      summary: 'b upload takes 4.6s or longer, once in twenty calls',
    },
  },
  'answers are slow': {
    alert: 'ModelAnswersSlow',
    series: {
      [bucket('gen_ai_client_operation_duration', ask, '20.48')]: '0+50x60',
      [bucket('gen_ai_client_operation_duration', ask, '40.96')]: '0+100x60',
      [bucket('gen_ai_client_operation_duration', ask, '+Inf')]: '0+100x60',
    },
    at: '30m',
    fires: {
      labels: { gen_ai_operation_name: 'generate_content', gen_ai_request_model: 'm' },
      summary: 'generate_content m takes 38.91s or longer, once in twenty calls',
    },
  },
  'a route reads more than the day before': {
    alert: 'FirestoreReadsJump',
    series: { [reads]: '0+10x1440 14410+50x120' },
    at: '1540m',
    fires: {
      labels: { http_route: '/users' },
      summary: '/users reads 5 times as many documents as a day ago',
    },
  },
  'a route reads what it always read': {
    alert: 'FirestoreReadsJump',
    series: { [reads]: '0+10x1600' },
    at: '1540m',
  },
  'transactions are repeated': {
    alert: 'SpannerTransactionsRepeat',
    series: {
      [`${attempts}_sum{${transactions}}`]: '0+20x60',
      [`${attempts}_count{${transactions}}`]: '0+10x60',
    },
    at: '50m',
    fires: {
      labels: { db_namespace: 'n', db_query_summary: 'transaction' },
      summary: 'n transaction is repeated 1 times on average: others change the same rows',
    },
  },
  'too many tokens are used': {
    alert: 'ModelTokenBudget',
    series: { [tokens]: '0+10000x1600' },
    at: '1500m',
    fires: { labels: { gen_ai_request_model: 'm' }, summary: 'm used 14.4M tokens within a day' },
  },
};

const promtool = findProgram('promtool');

test('each alert has a situation in which it fires', () => {
  const firing = new Set(
    Object.values(situations)
      .filter(({ fires }) => fires)
      .map(({ alert }) => alert),
  );
  expect(firing).toEqual(new Set(alerts.map(({ name }) => name)));
});

const REASON = 'needs promtool in the PATH, which comes with Prometheus';

for (const [name, { alert, series, at, fires }] of Object.entries(situations))
  testIf(promtool !== undefined, REASON)(`${alert}, if ${name}: ${fires ? 'fires' : 'is silent'}`, () => {
    const directory = mkdtempSync(join(tmpdir(), 'gcp-otel-alerts-'));
    const expected = fires && {
      exp_labels: { severity: 'warning', ...fires.labels },
      exp_annotations: { summary: fires.summary },
    };
    const content = {
      rule_files: [ALERTS],
      tests: [
        {
          interval: '1m',
          input_series: Object.entries(series).map(([selector, values]) => ({ series: selector, values })),
          alert_rule_test: [{ eval_time: at, alertname: alert, exp_alerts: expected ? [expected] : [] }],
        },
      ],
    };
    try {
      // JSON is YAML.
      writeFileSync(join(directory, 'test.yaml'), JSON.stringify(content));
      expect(
        execFileSync(promtool!, ['test', 'rules', join(directory, 'test.yaml')], { encoding: 'utf8' }),
      ).toContain('SUCCESS');
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });

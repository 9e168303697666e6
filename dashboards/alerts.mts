/** Alerting rules of Prometheus, for metrics with the names that the SDK's Prometheus exporter writes. */
import { exporterNames } from './names.mts';
import { DURATIONS } from './panels.mts';
import { added, failedShare, growth, quantile, type Query, repeatsPerCall } from './queries.mts';

export interface Value extends Query {
  /** How far back it looks. */
  readonly window: string;
  /** Why the demo has no such series. */
  readonly notInDemo?: string;
}

export interface Alert {
  readonly name: string;
  /** It fires if one of these is above the threshold for so long. */
  readonly values: readonly Value[];
  readonly threshold: number;
  readonly lasting: string;
  /** What is the matter, after the labels of the series, in Prometheus' language of templates. */
  readonly summary: string;
}

const [database, storage, model] = DURATIONS;

const within =
  (window: string) =>
  (query: Query): Value => ({ ...query, window });

export const alerts: readonly Alert[] = [
  {
    name: 'GoogleCloudCallsFail',
    values: DURATIONS.map(failedShare).map(within('10m')),
    threshold: 0.05,
    lasting: '10m',
    summary: 'fails in {{ $value | humanizePercentage }} of all calls',
  },
  {
    name: 'GoogleCloudCallsSlow',
    values: [database!, storage!].map((selection) => quantile(0.95, selection)).map(within('10m')),
    threshold: 1,
    lasting: '10m',
    summary: 'takes {{ $value | humanizeDuration }} or longer, once in twenty calls',
  },
  {
    name: 'ModelAnswersSlow',
    values: [within('10m')(quantile(0.95, model!))],
    threshold: 30,
    lasting: '10m',
    summary: 'takes {{ $value | humanizeDuration }} or longer, once in twenty calls',
  },
  {
    name: 'FirestoreReadsJump',
    values: [
      {
        ...growth(
          {
            metric: 'gcp.firestore.client.billing.operations',
            by: ['http.route'],
            where: { 'gcp.firestore.billing.kind': '="read"' },
          },
          '1d',
        ),
        window: '1h',
        notInDemo: 'it does not run for a day',
      },
    ],
    threshold: 3,
    lasting: '15m',
    summary: 'reads {{ $value | humanize }} times as many documents as a day ago',
  },
  {
    name: 'SpannerTransactionsRepeat',
    values: [
      within('15m')(
        repeatsPerCall({
          metric: 'gcp.spanner.client.transaction.attempts',
          by: ['db.namespace', 'db.query.summary'],
        }),
      ),
    ],
    threshold: 0.5,
    lasting: '15m',
    summary: 'is repeated {{ $value | humanize }} times on average: others change the same rows',
  },
  {
    name: 'ModelTokenBudget',
    values: [
      within('1d')(
        added({
          metric: 'gcp.vertex_ai.client.billing.units',
          by: ['gen_ai.request.model'],
          where: { 'gcp.vertex_ai.billing.unit': '="token"' },
        }),
      ),
    ],
    threshold: 10_000_000,
    lasting: '1m',
    summary: 'used {{ $value | humanize }} tokens within a day',
  },
];

/** What is compared with the threshold. */
export const valueOf = ({ promql, window }: Value): string => promql(exporterNames(window));

const expression = ({ values, threshold }: Alert): string =>
  values.map((value) => `(${valueOf(value)}) > ${threshold}`).join('\nor\n');

/** What an alert is about: the labels of its series, whichever they are. */
const SUBJECT = '{{ range $labels }}{{ . }} {{ end }}';

const rule = (alert: Alert): string => `
      - alert: ${alert.name}
        expr: |-
${expression(alert).replaceAll(/^/gm, ' '.repeat(10))}
        for: ${alert.lasting}
        labels:
          severity: warning
        annotations:
          summary: ${JSON.stringify(SUBJECT + alert.summary)}
`;

/** As a file of rules. */
export const alertingRules =
  (): string => `# Made by \`npm run dashboards\` from alerts.mts. The thresholds are to begin with: change them in a copy.
groups:
  - name: google-cloud-clients
    rules:${alerts.map(rule).join('')}`;

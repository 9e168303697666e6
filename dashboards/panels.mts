/** The panels of both dashboards: one table, row by row. */
import {
  callsPerSecond,
  failedShare,
  failuresPerSecond,
  mean,
  perSecond,
  quantile,
  type Query,
  repeatsPerCall,
  type Selection,
  sumPerSecond,
} from './queries.mts';

/** What is measured, as OpenTelemetry writes units (UCUM). `1` is a share. */
export type Unit =
  | 's'
  | '{call}/s'
  | '{operation}/s'
  | '{unit}/s'
  | '{token}/s'
  | 'By/s'
  | '{row}'
  | '{repeat}'
  | '1';

export interface Target extends Query {
  /** Why the demo has no such series. The query is run all the same, and has to be empty. */
  readonly notInDemo?: string;
}

export interface Panel {
  readonly title: string;
  readonly description: string;
  readonly unit: Unit;
  /** What adds up is stacked. */
  readonly kind: 'lines' | 'stacked';
  readonly targets: readonly Target[];
}

export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** The duration of calls: one metric for the databases, one for Cloud Storage, one for models. */
export const DURATIONS: readonly Selection[] = [
  { metric: 'db.client.operation.duration', by: ['db.system.name', 'db.query.summary'] },
  { metric: 'gcp.storage.client.operation.duration', by: ['gcp.storage.operation', 'gcp.storage.bucket'] },
  { metric: 'gen_ai.client.operation.duration', by: ['gen_ai.operation.name', 'gen_ai.request.model'] },
];

const withLabel = ({ by, ...selection }: Selection, label: string): Selection => ({
  ...selection,
  by: [...by, label],
});

const latency = (share: number): Panel => ({
  title: `Duration of calls, p${share * 100}`,
  description: `${share * 100} % of the calls took no longer. A transfer lasts until its last byte, a stream until its end.`,
  unit: 's',
  kind: 'lines',
  targets: DURATIONS.map((selection) => quantile(share, selection)),
});

const calls: Row = {
  title: 'Calls',
  panels: [
    {
      title: 'Calls per second',
      description: 'Calls of the application, however many requests each took.',
      unit: '{call}/s',
      kind: 'stacked',
      targets: DURATIONS.map(callsPerSecond),
    },
    latency(0.5),
    latency(0.95),
    latency(0.99),
    {
      title: 'Rows of a query, on average',
      description: 'Documents of Firestore, rows of Spanner.',
      unit: '{row}',
      kind: 'lines',
      targets: [
        mean({ metric: 'db.client.response.returned_rows', by: ['db.system.name', 'db.query.summary'] }),
      ],
    },
    {
      title: 'First chunk of a streamed answer, p95',
      description: 'How long the model takes until it begins to answer.',
      unit: 's',
      kind: 'lines',
      targets: [
        {
          ...quantile(0.95, {
            metric: 'gen_ai.client.operation.time_to_first_chunk',
            by: ['gen_ai.request.model'],
          }),
          notInDemo: 'its answers are not streamed',
        },
      ],
    },
    {
      title: 'Between the chunks of a streamed answer, p95',
      description: 'How long the model takes for each chunk after the first.',
      unit: 's',
      kind: 'lines',
      targets: [
        {
          ...quantile(0.95, {
            metric: 'gen_ai.client.operation.time_per_output_chunk',
            by: ['gen_ai.request.model'],
          }),
          notInDemo: 'its answers are not streamed',
        },
      ],
    },
  ],
};

const NO_FAILURE: Readonly<Record<string, string>> = {
  'gen_ai.client.operation.duration': 'no request to its model fails',
};

const errors: Row = {
  title: 'Errors and retries',
  panels: [
    {
      title: 'Failed calls, by error',
      description: 'ABORTED at a commit is contention: the client runs the transaction again.',
      unit: '{call}/s',
      kind: 'stacked',
      targets: DURATIONS.map((selection) => ({
        ...failuresPerSecond(withLabel(selection, 'error.type')),
        ...(NO_FAILURE[selection.metric] !== undefined && { notInDemo: NO_FAILURE[selection.metric] }),
      })),
    },
    {
      title: 'Share of calls that fail',
      description:
        'Whatever the application makes of it: asking for a document that is not there is no failure, updating it is.',
      unit: '1',
      kind: 'lines',
      targets: DURATIONS.map(failedShare),
    },
    {
      title: 'Repeats of a transaction of Spanner, on average',
      description: '0 if each was run once. What Spanner aborts, its client runs again.',
      unit: '{repeat}',
      kind: 'lines',
      targets: [
        repeatsPerCall({
          metric: 'gcp.spanner.client.transaction.attempts',
          by: ['db.namespace', 'db.query.summary'],
        }),
      ],
    },
  ],
};

const FIRESTORE = 'gcp.firestore.client.billing.operations';
const STORAGE = 'gcp.storage.client.billing.operations';
const MODELS = 'gcp.vertex_ai.client.billing.units';

const documents = (kind: 'read' | 'write' | 'delete', notInDemo?: string): Panel => ({
  title: `Firestore: ${kind}s by collection`,
  description: `Documents for which Firestore bills a ${kind}: an estimate.`,
  unit: '{operation}/s',
  kind: 'stacked',
  targets: [
    {
      ...perSecond({
        metric: FIRESTORE,
        by: ['db.collection.name'],
        where: { 'gcp.firestore.billing.kind': `="${kind}"` },
      }),
      ...(notInDemo !== undefined && { notInDemo }),
    },
  ],
});

const billed = (
  title: string,
  description: string,
  unit: Unit,
  metric: string,
  ...by: readonly string[]
): Panel => ({ title, description, unit, kind: 'stacked', targets: [perSecond({ metric, by })] });

const BY_ROUTE = 'By the route of the request that was being served. What no request asked for has none.';

const cost: Row = {
  title: 'Cost',
  panels: [
    documents('read'),
    documents('write'),
    documents('delete', 'it deletes nothing'),
    billed(
      'Firestore: operations by route',
      BY_ROUTE,
      '{operation}/s',
      FIRESTORE,
      'http.route',
      'gcp.firestore.billing.kind',
    ),
    billed(
      'Cloud Storage: operations by class and bucket',
      'Class A is the dearer one: uploads and lists.',
      '{operation}/s',
      STORAGE,
      'gcp.storage.billing.class',
      'gcp.storage.bucket',
    ),
    billed(
      'Cloud Storage: operations by route',
      BY_ROUTE,
      '{operation}/s',
      STORAGE,
      'http.route',
      'gcp.storage.billing.class',
    ),
    billed(
      'Cloud Storage: bytes by bucket',
      'What is received may be billed as egress: that depends on who received it.',
      'By/s',
      'gcp.storage.client.io',
      'network.io.direction',
      'gcp.storage.bucket',
    ),
    billed(
      'Models: units by model and kind',
      'Each of these has one price, unless prompts are longer than 200,000 tokens, modalities differ or the traffic is not on demand.',
      '{unit}/s',
      MODELS,
      'gen_ai.request.model',
      'gcp.vertex_ai.billing.unit',
      'gcp.vertex_ai.billing.kind',
    ),
    billed(
      'Models: units by route',
      BY_ROUTE,
      '{unit}/s',
      MODELS,
      'http.route',
      'gcp.vertex_ai.billing.unit',
      'gcp.vertex_ai.billing.kind',
    ),
    {
      title: 'Models: tokens of prompts and answers',
      description:
        'As the model reports them: cached tokens are among the input, reasoning is among the output.',
      unit: '{token}/s',
      kind: 'stacked',
      targets: [
        sumPerSecond({
          metric: 'gen_ai.client.token.usage',
          by: ['gen_ai.request.model', 'gen_ai.token.type'],
        }),
      ],
    },
  ],
};

export const rows: readonly Row[] = [calls, errors, cost];

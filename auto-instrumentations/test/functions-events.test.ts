import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Collector, drawReceived, startCollector, tracesOnly } from '../../scripts/collector.mts';
import { events } from './received-events';
import { attributesOf, receivedSpans } from './received-spans';
import { answersOf } from './serve-function';

let collector: Collector;

beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.close());

const env = (): Record<string, string> => ({ ...tracesOnly(collector.url), GCP_OTEL_FLUSH: 'request' });

const SERVER = 2;
const CONSUMER = 5;

const linkTo = (traceparent: string) => {
  const [, traceId, spanId] = traceparent.split('-');
  return { traceId, spanId };
};

const present = (attributes: object): object =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));

test.each(events)('$what', async ({ signature = 'cloudevent', request, name, attributes, link }) => {
  const target = signature === 'event' ? 'legacy' : 'onEvent';
  const spansOf = (wanted: number) => receivedSpans(collector).filter(({ kind }) => kind === wanted);
  const { answers } = await answersOf(
    {
      source: 'functions.cjs',
      target,
      signature,
      env: env(),
      until: () => spansOf(SERVER).length === 1,
    },
    request,
  );
  expect(answers.map(({ status }) => status)).toEqual([200]);
  expect(drawReceived(collector)).toBe(`http: POST\n  @gcp-otel/auto-instrumentations/functions: ${name}`);
  const [span] = spansOf(CONSUMER);
  expect({
    ...attributesOf(span!),
    links: span!.links?.map(({ traceId, spanId }) => ({ traceId, spanId })),
  }).toEqual({
    ...present(attributes),
    'faas.name': target,
    links: link === undefined ? [] : [linkTo(link)],
  });
  expect(JSON.stringify(receivedSpans(collector))).not.toContain('S3CR3T');
});

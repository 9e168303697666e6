import { Writable } from 'node:stream';
import { afterEach, expect, test } from '@jest/globals';
import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { pino } from 'pino';
import { createLogger, format, transports } from 'winston';
import { consoleToCloudLogging, pinoOptions, traceLogFields, winstonTraceFormat } from '../src/log-fields';

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());

const spanContext = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 };
const fields = {
  'logging.googleapis.com/trace': `projects/shop/traces/${spanContext.traceId}`,
  'logging.googleapis.com/spanId': spanContext.spanId,
  'logging.googleapis.com/trace_sampled': true,
};

const inSpan = <Result>(run: () => Result, traceFlags = 1): Result =>
  context.with(trace.setSpanContext(ROOT_CONTEXT, { ...spanContext, traceFlags }), run);

/** What is written, entry by entry. */
const written = (): { stream: Writable; entries: () => object[] } => {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  return {
    stream,
    entries: () =>
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
  };
};

const before = process.env['GOOGLE_CLOUD_PROJECT'];

afterEach(() => {
  if (before === undefined) Reflect.deleteProperty(process.env, 'GOOGLE_CLOUD_PROJECT');
  else process.env['GOOGLE_CLOUD_PROJECT'] = before;
});

test('in a span, in one that is not sampled, in none', () => {
  expect(inSpan(() => traceLogFields('shop'))).toEqual(fields);
  expect(inSpan(() => traceLogFields('shop'), 0)).toEqual({
    ...fields,
    'logging.googleapis.com/trace_sampled': false,
  });
  expect(traceLogFields('shop')).toEqual({});
});

test('the project is that of the environment, and may be unknown', () => {
  process.env['GOOGLE_CLOUD_PROJECT'] = 'its-own';
  expect(inSpan(() => traceLogFields())).toMatchObject({
    'logging.googleapis.com/trace': `projects/its-own/traces/${spanContext.traceId}`,
  });
  process.env['GOOGLE_CLOUD_PROJECT'] = '';
  expect(inSpan(() => traceLogFields())['logging.googleapis.com/trace']).toBe(spanContext.traceId);
  Reflect.deleteProperty(process.env, 'GOOGLE_CLOUD_PROJECT');
  expect(inSpan(() => traceLogFields())).toMatchObject({
    'logging.googleapis.com/trace': spanContext.traceId,
  });
});

test('pino', () => {
  const { stream, entries } = written();
  const logger = pino({ ...pinoOptions('shop'), base: null, timestamp: false }, stream);
  inSpan(() => logger.warn({ order: 7 }, 'late'));
  logger.fatal('outside');
  expect(entries()).toEqual([
    { severity: 'WARNING', ...fields, order: 7, message: 'late' },
    { severity: 'CRITICAL', message: 'outside' },
  ]);
});

test('winston', async () => {
  const { stream, entries } = written();
  const logger = createLogger({
    format: format.combine(winstonTraceFormat('shop'), format.json()),
    transports: [new transports.Stream({ stream })],
  });
  inSpan(() => logger.error('broken', { order: 7 }));
  logger.info('outside');
  logger.end();
  await new Promise((resolve) => logger.once('finish', resolve));
  expect(entries()).toEqual([
    { level: 'error', severity: 'ERROR', ...fields, order: 7, message: 'broken' },
    { level: 'info', severity: 'INFO', message: 'outside' },
  ]);
});

test('console, and how to undo it', () => {
  const [out, err] = [process.stdout.write, process.stderr.write];
  const lines: unknown[] = [];
  const target = Object.create(console) as Console;
  const undo = consoleToCloudLogging('shop', target);
  const catching = (name: string) => (line: string | Uint8Array) => {
    lines.push({ [name]: JSON.parse(String(line)) });
    return true;
  };
  process.stdout.write = catching('stdout');
  process.stderr.write = catching('stderr');
  try {
    inSpan(() => target.log('order %d', 7, { late: true }));
    target.error(new Error('broken').message);
  } finally {
    process.stdout.write = out;
    process.stderr.write = err;
  }
  undo();
  expect(lines).toEqual([
    { stdout: { severity: 'INFO', message: 'order 7 { late: true }', ...fields } },
    { stderr: { severity: 'ERROR', message: 'broken' } },
  ]);
  expect(target.log).toBe(console.log);
});

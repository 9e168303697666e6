import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, expect, test } from '@jest/globals';
import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { pino } from 'pino';
import { config, createLogger, format, transports } from 'winston';
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

const quiet = { base: null, timestamp: false };

test('pino', () => {
  const { stream, entries } = written();
  const logger = pino({ ...pinoOptions('shop'), ...quiet }, stream);
  inSpan(() => logger.warn({ order: 7 }, 'late'));
  logger.fatal('outside');
  expect(entries()).toEqual([
    { level: 40, severity: 'WARNING', ...fields, order: 7, message: 'late' },
    { level: 60, severity: 'CRITICAL', message: 'outside' },
  ]);
});

test('pino: levels of your own, and errors', () => {
  const { stream, entries } = written();
  const customLevels = { silly: 5, notice: 35, audit: 70 };
  const logger = pino({ ...pinoOptions(), ...quiet, customLevels, level: 'silly' }, stream);
  const error = new Error('broken');
  for (const level of ['silly', 'debug', 'info', 'notice', 'audit'] as const) logger[level]('said');
  logger.error(error);
  logger.error({ err: error }, 'failed');
  const severities = (entries() as { severity: string }[]).map(({ severity }) => severity);
  expect(severities).toEqual(['DEBUG', 'DEBUG', 'INFO', 'INFO', 'CRITICAL', 'ERROR', 'ERROR']);
  expect(entries().slice(-2)).toMatchObject([
    { message: 'broken', stack_trace: error.stack },
    { message: 'failed', stack_trace: error.stack },
  ]);
});

test('pino with several targets', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'gcp-otel-pino-'));
  const destination = join(directory, 'log');
  const transport = pino.transport({ targets: [{ target: 'pino/file', options: { destination } }] });
  const logger = pino({ ...pinoOptions('shop'), ...quiet }, transport);
  inSpan(() => logger.warn('late'));
  transport.end();
  await once(transport, 'close');
  const content = await readFile(destination, 'utf8');
  await rm(directory, { recursive: true });
  expect(JSON.parse(content)).toEqual({ level: 40, severity: 'WARNING', ...fields, message: 'late' });
});

test('winston: levels of syslog and of others, and errors', async () => {
  const { stream, entries } = written();
  const levels = { ...config.syslog.levels, odd: 8 };
  const logger = createLogger({
    levels,
    level: 'odd',
    format: format.combine(format.errors({ stack: true }), winstonTraceFormat(), format.json()),
    transports: [new transports.Stream({ stream })],
  });
  for (const level of Object.keys(levels)) logger.log(level, 'said');
  const error = new Error('broken');
  logger.log('error', error);
  logger.end();
  await new Promise((resolve) => logger.once('finish', resolve));
  const severities = (entries() as { severity: string }[]).map(({ severity }) => severity);
  expect(severities).toEqual([
    'EMERGENCY',
    'ALERT',
    'CRITICAL',
    'ERROR',
    'WARNING',
    'NOTICE',
    'INFO',
    'DEBUG',
    'DEFAULT',
    'ERROR',
  ]);
  expect(entries().at(-1)).toMatchObject({ message: 'broken', stack_trace: error.stack });
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

/** The lines that a console writes, by the stream, in the format of Cloud Logging. */
const onConsole = (
  use: (target: Console) => void,
): { readonly lines: object[]; readonly target: Console } => {
  const [out, err] = [process.stdout.write, process.stderr.write];
  const lines: object[] = [];
  const target = Object.create(console) as Console;
  const undo = consoleToCloudLogging('shop', target);
  const catching = (name: string) => (line: string | Uint8Array) => {
    lines.push({ [name]: JSON.parse(String(line)) });
    return true;
  };
  process.stdout.write = catching('stdout');
  process.stderr.write = catching('stderr');
  try {
    use(target);
  } finally {
    process.stdout.write = out;
    process.stderr.write = err;
  }
  undo();
  return { lines, target };
};

test('console, and how to undo it', () => {
  const { lines, target } = onConsole((own) => {
    inSpan(() => own.log('order %d', 7, { late: true }));
    own.error(new Error('broken').message);
  });
  expect(lines).toEqual([
    { stdout: { severity: 'INFO', message: 'order 7 { late: true }', ...fields } },
    { stderr: { severity: 'ERROR', message: 'broken' } },
  ]);
  expect(target.log).toBe(console.log);
});

test('console: one entry for each call, however many lines it has', () => {
  const { lines } = onConsole((own) => {
    own.dir({ items: ['tea', { pot: { of: { clay: true } } }] }, { depth: 0 });
    own.table([{ tea: 1 }]);
    own.group('order');
    own.info('inside\nof it');
    own.groupEnd();
    own.count();
    own.count();
    own.assert(true, 'holds');
    own.assert(false, 'does not hold');
    own.trace('here');
  });
  const message = (nth: number) => (Object.values(lines[nth] ?? {})[0] as { message: string }).message;
  expect(lines).toEqual([
    { stdout: { severity: 'INFO', message: '{ items: [Array] }' } },
    { stdout: { severity: 'INFO', message: expect.stringMatching(/^┌.*│ 0.*┘$/s) } },
    { stdout: { severity: 'INFO', message: 'order' } },
    { stdout: { severity: 'INFO', message: '  inside\n  of it' } },
    { stdout: { severity: 'INFO', message: 'default: 1' } },
    { stdout: { severity: 'INFO', message: 'default: 2' } },
    { stderr: { severity: 'ERROR', message: 'Assertion failed: does not hold' } },
    { stderr: { severity: 'DEBUG', message: expect.stringMatching(/^Trace: here\n {4}at /) } },
  ]);
  expect(message(7)).not.toContain('log-fields.ts');
});

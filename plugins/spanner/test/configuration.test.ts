import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { context, createContextKey, trace } from '@opentelemetry/api';
import type { Transaction } from '@google-cloud/spanner';
import { stopTelemetry } from '../../../shared/test/telemetry';
import { client, close, consumed, database, instance, plugin, taken, telemetry, unique } from './support';

beforeAll(async () => {
  await database.run('SELECT 1');
});
beforeEach(() => void taken());
afterEach(() => plugin.setConfig({}));
afterAll(async () => {
  await close();
  stopTelemetry();
});

const names = (): string[] => taken().map(({ name }) => name);
const activeName = () => (trace.getActiveSpan() as { name?: string } | undefined)?.name;
const inSpan = <Result>(run: () => Promise<Result>): Promise<Result> =>
  trace.getTracer('application').startActiveSpan('application', (span) => run().finally(() => span.end()));
const turn = () => new Promise((resolve) => setTimeout(resolve, 10));

test('name and version are those of the package', () => {
  const manifest = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  const { instrumentationName, instrumentationVersion } = plugin;
  expect([instrumentationName, instrumentationVersion]).toEqual([manifest.name, manifest.version]);
});

describe('options', () => {
  test('nativeSpans: the client makes its own only where they are kept', async () => {
    plugin.setConfig({ nativeSpans: 'keep' });
    await database.run('SELECT 1');
    const [kept] = taken();
    expect([kept?.name, kept?.children?.[0]?.name]).toEqual(['SELECT', 'CloudSpanner.Database.run']);
    plugin.setConfig({ nativeSpans: 'replace' });
    await database.run('SELECT 1');
    expect(taken()).toMatchObject([
      { name: 'SELECT', attributes: expect.not.objectContaining({ 'db.name': expect.anything() }) },
    ]);
  });

  test('captureAdminOperations: false leaves neither spans nor metrics', async () => {
    plugin.setConfig({ captureAdminOperations: false });
    await telemetry.points('db.client.operation.duration');
    await database.getSchema();
    await instance.getDatabases();
    expect(names()).toEqual([]);
    expect(await telemetry.points('db.client.operation.duration')).toEqual([]);
  });

  test('maskParameterizedQueries: no literal is recorded beside parameters either', async () => {
    const sql = 'SELECT a FROM users WHERE id = @id AND b = 2';
    const params = { id: '1' };
    await database.run({ sql, params });
    plugin.setConfig({ maskParameterizedQueries: true });
    await database.run({ sql, params });
    await database.runTransactionAsync(async (transaction) => {
      await transaction.batchUpdate([{ sql, params }]);
      await transaction.commit();
    });
    const [asWritten, masked, { children } = { children: [] }] = taken();
    expect(
      [asWritten, masked, children?.[0]].map(
        (span) => (span?.attributes as Record<string, unknown> | undefined)?.['db.query.text'],
      ),
    ).toEqual([
      sql,
      'SELECT a FROM users WHERE id = @id AND b = ?',
      'SELECT a FROM users WHERE id = @id AND b = ?',
    ]);
  });

  test('hooks are told of the operation and what it is done to', async () => {
    const told: unknown[] = [];
    plugin.setConfig({ requestHook: (_span, { operation, target }) => told.push([operation, target]) });
    await database.run('SELECT a FROM users JOIN orders USING (id)');
    await database.table('users').read({ columns: ['id'], keys: ['1'] });
    expect(told).toEqual([
      ['SELECT', 'users orders'],
      ['read', 'users'],
    ]);
  });
});

describe('enable and disable', () => {
  const look = () =>
    [client.Database, client.Snapshot, client.Transaction, client.Table, client.Spanner, client.Backup].map(
      ({ prototype }) => Object.getOwnPropertyDescriptors(prototype),
    );

  test('put back what was there', async () => {
    const traced = look();
    plugin.disable();
    const shipped = look();
    expect(shipped).not.toEqual(traced);
    await database.run('SELECT 1');
    // The client makes spans of its own again.
    expect(names()).toEqual(['CloudSpanner.Database.run']);
    plugin.enable();
    await database.run('SELECT 1');
    expect(names()).toEqual(['SELECT']);
  });
});

describe('the functions of the application', () => {
  test('run where it made the call', async () => {
    const seen: [string, string | undefined][] = [];
    const note = (what: string) => void seen.push([what, activeName()]);
    await inSpan(async () => {
      await new Promise<void>((resolve) => {
        database.run('SELECT 1', () => resolve(note('callback')));
      });
      const stream = database.runStream('SELECT * FROM users');
      stream.on('data', () => note('row'));
      await new Promise((resolve) => stream.on('end', resolve));
      await database.runTransactionAsync(async (tx) => {
        note('function');
        await tx.run('SELECT 1');
        await tx.commit();
      });
    });
    expect([...new Set(seen.map((pair) => pair.join(' in ')))]).toEqual([
      'callback in application',
      'row in application',
      'function in transaction',
    ]);
  });

  test('fifty statements at a time are fifty spans, side by side', async () => {
    await inSpan(() =>
      Promise.all(Array.from({ length: 50 }, (_, n) => database.run(`SELECT ${n} FROM users`))),
    );
    const [application] = taken();
    expect(application?.children).toHaveLength(50);
    expect(
      application?.children?.every(({ name, children }) => name === 'SELECT users' && children === undefined),
    ).toBe(true);
  });
});

describe('a transaction', () => {
  const ended = async (body: (tx: Transaction) => unknown): Promise<unknown> => {
    const outcome = await database
      .runTransactionAsync(async (tx) => body(tx))
      .then(
        () => 'fine',
        (error: Error) => error.message,
      );
    await turn();
    return outcome;
  };

  test('whose function throws fails as it says', async () => {
    expect(
      await ended(() => {
        throw new RangeError('no such thing');
      }),
    ).toBe('no such thing');
    expect(taken()).toMatchObject([{ name: 'transaction', status: 'ERROR RangeError' }]);
  });

  test('that is never committed has no commit', async () => {
    await ended((tx) => tx.run('SELECT 1'));
    expect(taken()).toMatchObject([{ name: 'transaction', children: [{ name: 'SELECT' }] }]);
  });

  test('that fails in its callback form hears of it, in its own place', async () => {
    const table = unique('invalid_argument');
    const heard: unknown[] = [];
    await inSpan(
      () =>
        new Promise<void>((resolve) => {
          database.runTransaction((error, tx) => {
            if (error !== null && error !== undefined) return resolve(void heard.push(activeName()));
            tx!.insert(table, { id: 1 });
            tx!.commit((failure) => resolve(void heard.push((failure as { code?: number } | null)?.code)));
          });
        }),
    );
    await turn();
    expect(heard).toEqual([3]);
    expect(taken()).toMatchObject([
      {
        name: 'application',
        children: [{ name: 'transaction', status: 'ERROR INVALID_ARGUMENT', children: [{ name: 'commit' }] }],
      },
    ]);
  });
});

describe('a stream', () => {
  test('that is left early, or never read', async () => {
    const [snapshot] = await database.getSnapshot();
    taken();
    for await (const _ of snapshot.runStream('SELECT * FROM rows_10')) break;
    snapshot.runStream('SELECT * FROM rows_10');
    snapshot.end();
    await turn();
    expect(taken()).toMatchObject([{ name: 'SELECT rows_10', status: 'UNSET' }]);
  });

  test('that fails half-way goes on where it can, and is one span', async () => {
    await consumed(database.runStream(`SELECT * FROM rows_5, ${unique('midstream_unavailable_once')}`));
    expect(taken()).toMatchObject([{ status: 'UNSET', attributes: { 'db.response.returned_rows': 5 } }]);
  });
});

test('the context manager of the application survives a client that brings its own', () => {
  const key = createContextKey('mine');
  const active = () =>
    context.with(context.active().setValue(key, 'here'), () => context.active().getValue(key));
  expect(active()).toBe('here');
  expect(() => new client.Spanner({ projectId: 'another' }).close()).not.toThrow();
  expect(active()).toBe('here');
});

test('the metrics: durations, rows, attempts', async () => {
  await telemetry.points('db.client.operation.duration');
  const aborted = unique('aborted_once');
  await database.runTransactionAsync(async (tx) => {
    tx.insert(aborted, { id: 1 });
    await tx.commit();
  });
  expect(await telemetry.sums('gcp.spanner.client.transaction.attempts')).toEqual([2]);
});

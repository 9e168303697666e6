import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { MutationGroup, Spanner, type Database, type Transaction } from '@google-cloud/spanner';
import type { Client } from '../../scenarios/spanner/kit.ts';
import { startScripted, type ScriptedBackend } from '../../emulators/index.ts';

let backend: ScriptedBackend;
let spanner: Spanner;
let database: Database;

beforeAll(async () => {
  backend = await startScripted('spanner');
  process.env['SPANNER_EMULATOR_HOST'] = backend.host;
  spanner = new Spanner({ projectId: 'demo-scripted' });
  database = spanner.instance('shops').database('shop');
});

beforeEach(() => backend.reset());

afterAll(async () => {
  delete process.env['SPANNER_EMULATOR_HOST'];
  await database.close();
  await spanner.close();
  await backend.stop();
});

const methods = async (...wanted: string[]) =>
  (await backend.requests()).map(({ method }) => method).filter((method) => wanted.includes(method));
const query = async (from: string) => (await database.run(`SELECT * FROM ${from}`))[0].length;
const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'fine',
    (error: { code: number }) => error.code,
  );
const upsert = (name: string) => database.table(name).upsert([{ Id: 1 }]);

const older = {
  7.15: () => import('spanner-7-15'),
  7.21: () => import('spanner-7'),
  '8.0': () => import('spanner-8-0'),
  8.13: () => import('spanner-8'),
};

test.each(Object.entries(older))('release %s of the client is answered', async (_, load) => {
  // Their types agree in what is used here, and not in all overloads.
  const client = (await load()) as object as Client;
  const connected = new client.Spanner({ projectId: 'demo-older' });
  const shop = connected.instance('shops').database('shop');
  const [rows] = await shop.run('SELECT * FROM rows_5, midstream_unavailable_once');
  expect(rows).toHaveLength(5);
  await shop.close();
  // In release 7 it gives a promise that nothing settles.
  void connected.close();
});

test('as many rows as the name says, and three without one', async () => {
  expect([await query('Albums'), await query('rows_0'), await query('rows_1500__a')]).toEqual([3, 0, 1500]);
  const [rows] = await database.run('SELECT * FROM rows_1');
  expect(rows.map((row) => row.toJSON())).toEqual([{ Id: 1, Title: 'title 1' }]);
  const [read] = await database.table('rows_2').read({ columns: ['Id'], keys: ['1'] });
  expect(read).toHaveLength(2);
});

test('a failing query is one request, and quotes what was asked', async () => {
  await expect(database.run("SELECT * FROM not_found WHERE Title = 'alice'")).rejects.toMatchObject({
    code: 5,
    details: expect.stringContaining("Title = 'alice'"),
  });
  await expect(query('invalid_argument')).rejects.toMatchObject({ code: 3 });
  await expect(query('deadline_exceeded')).rejects.toMatchObject({ code: 4 });
  expect(await methods('ExecuteStreamingSql')).toHaveLength(3);
});

test('without metadata the transport tries again by itself', async () => {
  expect(await query('abrupt_invalid_argument_once')).toBe(3);
  expect(await methods('ExecuteStreamingSql')).toHaveLength(2);
});

test('faults strike each name apart, and again after a reset', async () => {
  const outcomes = async () => [
    await outcome(query('not_found_once')),
    await outcome(query('not_found_once')),
    await outcome(query('not_found_once__b')),
  ];
  expect(await outcomes()).toEqual([5, 'fine', 5]);
  await backend.reset();
  expect(await outcomes()).toEqual([5, 'fine', 5]);
});

test('a server that is unavailable is asked again; a stream goes on where it broke', async () => {
  expect(await query('unavailable_once')).toBe(3);
  expect(await query('rows_5, midstream_unavailable_once')).toBe(5);
  expect(await methods('ExecuteStreamingSql')).toHaveLength(4);
  await expect(query('rows_5, midstream_internal')).rejects.toMatchObject({ code: 13 });
});

test('a dropped connection is survived', async () => {
  expect(await query('reset_once')).toBe(3);
});

test('a statement, and a commit, are aborted; others than of a transaction are not', async () => {
  let attempts = 0;
  await database.runTransactionAsync(async (transaction: Transaction) => {
    attempts++;
    await transaction.run('SELECT * FROM aborted_once__statement');
    transaction.upsert('aborted_2__commit', { Id: 1 });
    await transaction.commit();
  });
  expect(attempts).toBe(4);
  expect(await methods('Commit')).toEqual(['Commit', 'Commit', 'Commit']);
  expect(await query('aborted')).toBe(3);
});

test('of a batch the first statement that fails is told, and how many rows those before it changed', async () => {
  await database.runTransactionAsync(async (transaction: Transaction) => {
    const batch = (name: string) =>
      transaction.batchUpdate(['DELETE FROM rows_2 WHERE true', `DELETE FROM ${name} WHERE true`]);
    expect(await batch('Albums')).toMatchObject([[2, 3], { status: { code: 0 } }]);
    await expect(batch('not_found')).rejects.toMatchObject({ code: 5, rowCounts: [2] });
    await expect(batch('request_not_found')).rejects.toMatchObject({ code: 5, rowCounts: [] });
    await transaction.commit();
  });
});

test('a group that fails is told as data', async () => {
  const groups = ['Albums', 'not_found'].map((name) => {
    const group = new MutationGroup();
    group.upsert(name, { Id: 1 });
    return group;
  });
  const told: object[] = [];
  for await (const answer of database.batchWriteAtLeastOnce(groups)) told.push(Object(answer));
  expect(told).toMatchObject([{ status: { code: 0 } }, { status: { code: 5 } }]);
});

test('a commit tells what it was asked for, or fails', async () => {
  expect(await outcome(upsert('already_exists'))).toBe(6);
  const [{ commitStats }] = await database.runTransactionAsync((transaction: Transaction) => {
    transaction.upsert('Albums', { Id: 1 });
    return transaction.commit({ returnCommitStats: true });
  });
  expect(Number(commitStats?.mutationCount)).toBe(2);
});

test('statements across partitions know no more than a lower bound, and are tried again when aborted', async () => {
  expect(await database.runPartitionedUpdate('UPDATE rows_7 SET a = 1 WHERE true')).toEqual([7]);
  expect(await database.runPartitionedUpdate('UPDATE aborted_once SET a = 1 WHERE true')).toEqual([3]);
});

test('partitions, and what is in them', async () => {
  const [transaction] = await database.createBatchTransaction();
  const [partitions] = await transaction.createQueryPartitions('SELECT * FROM Albums');
  expect(partitions).toHaveLength(2);
  const [rows] = await transaction.execute(partitions[0]!);
  expect(rows).toHaveLength(3);
  transaction.close();
});

test('administration, and its operations', async () => {
  const [operation] = await database.updateSchema(['CREATE TABLE Albums (Id INT64) PRIMARY KEY (Id)']);
  await operation.promise();
  const [created, creation] = await spanner.instance('shops').createDatabase('another');
  await creation.promise();
  expect(created.id).toBe('another');
  expect(await database.exists()).toEqual([true]);
  expect(await spanner.instance('shops').database('not_found').exists()).toEqual([false]);
});

test('its log tells each request with its trace', async () => {
  await database.getSchema();
  expect(await backend.requests()).toEqual([{ method: 'GetDatabaseDdl' }]);
});

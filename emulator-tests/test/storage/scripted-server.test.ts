import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startScripted, type ScriptedBackend } from '../../emulators/index.ts';
import { cases as buckets } from '../fixtures/storage/bucket-cases.ts';
import { cases as faults } from '../fixtures/storage/fault-cases.ts';
import { cases as objects } from '../fixtures/storage/object-cases.ts';
import { cases as transfers } from '../fixtures/storage/transfer-cases.ts';

const fixtures = join(import.meta.dirname, '../fixtures', 'storage');
const require = createRequire(import.meta.url);
const clients = {
  '8 as a module': '@google-cloud/storage',
  '8 by require': require.resolve('@google-cloud/storage'),
  7: require.resolve('storage-7'),
};
const files = { bucket: buckets, object: objects, transfer: transfers, fault: faults };
const names = Object.values(files).flatMap((cases) => Object.keys(cases));

type Outcomes = Record<string, string>;

/** Of each client. */
let outcomes: Record<string, Outcomes>;

// The client loads parts of itself by `import()`, which jest's modules cannot: it runs in processes of its own.
beforeAll(async () => {
  outcomes = Object.fromEntries(
    await Promise.all(
      Object.entries(clients).map(async ([release, client]) => [release, await runAll(client)]),
    ),
  );
});

describe.each(Object.keys(clients))('the scripted Storage server and release %s of the client', (release) => {
  test.each(names)('%s', (name) => {
    expect(outcomes[release]?.[name]).toBe('passed');
  });

  test('nothing is rejected that nobody handles', () => {
    expect(outcomes[release]?.['unhandled rejections']).toBe('');
  });

  test('a case can fail', () => {
    expect(outcomes[release]?.['broken']).toContain('No such object: broken/missing');
  });
});

async function runAll(client: string): Promise<Outcomes> {
  const backend = await startScripted('storage');
  try {
    const all = await Promise.all(
      [...Object.keys(files), 'broken'].map((file) => run(client, file, backend)),
    );
    return Object.assign({}, ...all);
  } finally {
    await backend.stop();
  }
}

async function run(client: string, file: string, { env, controlUrl }: ScriptedBackend): Promise<Outcomes> {
  const args = [join(fixtures, 'run-cases.ts'), client, join(fixtures, `${file}-cases.ts`)];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    env: { ...process.env, ...env, CONTROL_URL: controlUrl, NODE_OPTIONS: '' },
  });
  return JSON.parse(stdout);
}

describe('its log', () => {
  let backend: ScriptedBackend;

  beforeAll(async () => {
    backend = await startScripted('storage');
  });

  afterAll(() => backend.stop());

  test('tells each request with its query, its answer and its trace, and forgets them with the faults', async () => {
    const url = `http://${backend.host}/storage/v1/b/logged/o/size_1%2Fhttp_503_once?fields=name`;
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await fetch(url, { headers: { traceparent } });
    await fetch(url);
    const [path, method] = [new URL(url).pathname + new URL(url).search, 'GET'];
    expect(await backend.requests()).toEqual([
      { method, path, status: 503, traceparent },
      { method, path, status: 200 },
    ]);
    await backend.reset();
    expect(await backend.requests()).toEqual([]);
    expect((await fetch(url)).status).toBe(503);
  });
});

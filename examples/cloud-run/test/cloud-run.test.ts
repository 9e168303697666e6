import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, test } from '@jest/globals';
import { sharedEmulator } from '../../../emulator-tests/emulators/index.ts';
import { collectorOfEach, readIn, start } from '../../run-example.ts';
import { drawReceived, tracesOnly } from '../../../scripts/collector.mts';

const collector = collectorOfEach();

const [dockerfile, service, manifest] = ['Dockerfile', 'service.yaml', 'package.json'].map((file) =>
  readIn('cloud-run', file),
) as [string, string, string];

/** What the container runs: the Node of this test, with the image's flags and file. */
const [node, ...args] = JSON.parse(/^CMD (.*)$/m.exec(dockerfile)?.[1] ?? '[]') as string[];

/** The variables of the service, without those that say where to: it is this machine here. */
const variables = Object.fromEntries(
  [...service.matchAll(/- name: (\w+)\n +value: '?([^'\n]+)'?$/gm)].map(([, name, value]) => [name, value]),
) as Record<string, string>;

const { GCP_OTEL_EXPORTER: exporter, ...others } = variables;

test('the image starts what `npm start` does, on the port that the service names', () => {
  const { scripts } = JSON.parse(manifest) as { scripts: { start: string } };
  expect([node, ...args].join(' ')).toBe(scripts.start);
  expect(dockerfile).toContain(`COPY ${args.at(-1)} ./`);
  const [, exposed] = /^EXPOSE (\d+)$/m.exec(dockerfile) ?? [];
  expect(service).toContain(`containerPort: ${exposed}\n`);
  expect(readIn('cloud-run', 'server.js')).toContain(`process.env.PORT ?? ${exposed}`);
});

test('the service exports to Google Cloud, as an account that the README makes', () => {
  expect(exporter).toBe('gcp');
  const [, account = ''] = /serviceAccountName: (\S+)/.exec(service) ?? [];
  expect(account.startsWith('visits@')).toBe(true);
  const roles = readIn('cloud-run', 'README.md').matchAll(/--member=serviceAccount:(\S+) --role=(\S+)/g);
  expect([...roles].map(([, member, role]) => [member, role])).toEqual([
    [account, 'roles/datastore.user'],
    [account, 'roles/telemetry.writer'],
  ]);
});

interface Entry {
  readonly message: string;
  readonly port?: number;
  readonly visits?: number;
}

test('a visit is a trace, its log says which, and SIGTERM loses nothing', async () => {
  const { process: child, end } = start('cloud-run', [process.execPath, ...args], {
    ...others,
    ...sharedEmulator('firestore').env,
    ...tracesOnly(collector().url),
    GCP_OTEL_KEEP_RATIO: '1',
    PORT: '0',
  });
  const [line] = (await once(createInterface(child.stdout!), 'line')) as [string];
  const { port } = JSON.parse(line) as Entry;
  const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });
  expect(await answer.text()).toMatch(/^visit \d+\n$/);
  child.kill('SIGTERM');
  const { code, stdout, stderr } = await end;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });

  expect(drawReceived(collector())).toBe(
    [
      'http: GET',
      '  firestore: set pages',
      '    grpc: grpc.google.firestore.v1.Firestore/Commit',
      '  firestore: get pages',
      '    grpc: grpc.google.firestore.v1.Firestore/BatchGetDocuments',
    ].join('\n'),
  );
  const [, visited] = stdout
    .trim()
    .split('\n')
    .map((entry) => JSON.parse(entry) as Record<string, unknown>);
  const traceId = /"traceId":"(\w+)"/.exec(String(collector().received[0]?.body))?.[1];
  expect(visited).toMatchObject({
    severity: 'INFO',
    message: 'visited',
    'logging.googleapis.com/trace': expect.stringMatching(new RegExp(`^projects/.+/traces/${traceId}$`)),
    'logging.googleapis.com/trace_sampled': true,
  });
});

/** Applications that are ended from outside, or end themselves, in a directory with the packed packages. */
import { rejects, strictEqual } from 'node:assert';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Collector, drawReceived } from '../collector.mts';
import type { Application } from './application.mts';

type Environment = Readonly<Record<string, string>>;

const fixtures = join(import.meta.dirname, '../../auto-instrumentations/test/fixtures');
const register = ['--import', '@gcp-otel/auto-instrumentations/register'];

const freePort = async (): Promise<string> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return String(port);
};

const start = async (
  cwd: string,
  env: Environment,
  args: readonly string[],
  ready: string,
): Promise<ChildProcess> => {
  const child = spawn(process.execPath, [...register, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((isReady, failed) => {
    child.stdout.on('data', (printed: Buffer) => printed.includes(ready) && isReady());
    child.once('exit', (code) => failed(new Error(`${args.join(' ')} ended with ${code}`)));
  });
  return child;
};

const endedBySignal = async (child: ChildProcess): Promise<void> => {
  child.kill('SIGTERM');
  await once(child, 'exit');
};

const sorted = (collector: Collector): string => drawReceived(collector).split('\n').toSorted().join('\n');

/** Throws where a span is lost. */
export const checkEndings = async (
  directory: string,
  application: Application,
  collector: Collector,
  env: Environment,
): Promise<void> => {
  for (const file of ['pool.cjs', 'ends-at-once.cjs'])
    writeFileSync(join(directory, file), readFileSync(join(fixtures, file)));
  const waiting = { ...env, OTEL_BSP_SCHEDULE_DELAY: '3600000' };

  collector.received.length = 0;
  await endedBySignal(await start(directory, waiting, ['pool.cjs'], 'ready'));
  strictEqual(sorted(collector), 'app: of a worker\napp: of a worker\napp: of the main thread');
  console.log('✓ a pool of workers, on SIGTERM');

  collector.received.length = 0;
  const crash = application.run(
    { ...waiting, GCP_OTEL_FLUSH_ON_EXIT: 'true', END: 'throw' },
    'node',
    ...register,
    'ends-at-once.cjs',
  );
  await rejects(crash, /gone/);
  strictEqual(drawReceived(collector), 'app: outer\n  app: inner');
  console.log('✓ an uncaught error, with GCP_OTEL_FLUSH_ON_EXIT');

  collector.received.length = 0;
  writeFileSync(
    join(directory, 'function.cjs'),
    "require('@google-cloud/functions-framework').http('hello', (request, response) => response.send('hello'));",
  );
  const port = await freePort();
  const framework = 'node_modules/@google-cloud/functions-framework/build/src/main.js';
  const options = ['--target=hello', '--source=function.cjs', `--port=${port}`];
  const served = await start(directory, waiting, [framework, ...options], 'URL:');
  strictEqual(await (await fetch(`http://127.0.0.1:${port}`)).text(), 'hello');
  await endedBySignal(served);
  strictEqual(drawReceived(collector), 'http: hello');
  console.log('✓ a function of Functions Framework, on SIGTERM');
};

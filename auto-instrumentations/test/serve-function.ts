import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { type Ended, inherited, register } from './run-app';

/** What `functions-framework` of the command line runs. */
const main = join(dirname(require.resolve('@google-cloud/functions-framework')), 'main.js');

export interface ServeOptions {
  /** A file of `fixtures/`. */
  readonly source: string;
  readonly target: string;
  readonly signature?: 'http' | 'event' | 'cloudevent';
  readonly env?: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
}

export interface Served {
  readonly url: string;
  /** Stops it as Google Cloud does. */
  stop(): Promise<Ended>;
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

/** Runs a function by the real framework, in a process of its own, under the flag unless `flags` say otherwise. */
export const serveFunction = async ({
  source,
  target,
  signature = 'http',
  env,
  flags = ['--import', register],
}: ServeOptions): Promise<Served> => {
  const port = await freePort();
  const location = join(__dirname, 'fixtures', source);
  const options = [`--target=${target}`, `--source=${location}`, `--signature-type=${signature}`];
  const child = spawn(process.execPath, [...flags, main, ...options, `--port=${port}`], {
    env: { ...inherited, METADATA_SERVER_DETECTION: 'none', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 120_000,
  });
  const ended = Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>,
  ]).then(([stdout, stderr, [code, signal]]) => ({ code, signal, stdout, stderr }));
  const isServing = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => chunk.includes('URL:') && resolve());
  });
  const early = await Promise.race([isServing, ended]);
  if (early !== undefined) throw new Error(`the function did not start: ${early.stderr}`);
  return {
    url: `http://127.0.0.1:${port}`,
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
};

/** An answer, as far as an application decides about it. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly outcome: string | null;
}

export const answerTo = async (url: string, init?: Request): Promise<Answer> => {
  const response = await fetch(url, init);
  return {
    status: response.status,
    text: await response.text(),
    outcome: response.headers.get('x-google-status'),
  };
};

export interface Request extends RequestInit {
  readonly headers?: Readonly<Record<string, string>>;
}

/** A CloudEvent of the binary mode, as Eventarc sends it: Firestore's have bytes of Protocol Buffers, others JSON. */
export const binaryEvent = (
  attributes: Readonly<Record<string, string>>,
  data: object | Uint8Array<ArrayBuffer>,
): Request => ({
  method: 'POST',
  headers: {
    'content-type': data instanceof Uint8Array ? 'application/protobuf' : 'application/json',
    'ce-specversion': '1.0',
    ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value])),
  },
  body: data instanceof Uint8Array ? data : JSON.stringify(data),
});

export const json = (body: object, headers: Readonly<Record<string, string>> = {}): Request => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/**
 * Serves a function for some requests, one after the other, and stops it when `until` holds: the span of a request ends
 * a little after the client has its answer, and the framework ends the process at once.
 */
export const answersOf = async (
  { until = () => true, ...options }: ServeOptions & { readonly until?: () => boolean },
  ...requests: readonly (Request | undefined)[]
): Promise<Ended & { readonly answers: readonly Answer[] }> => {
  const { url, stop } = await serveFunction(options);
  const serve = async (): Promise<readonly Answer[]> => {
    const answers: Answer[] = [];
    for (const init of requests) answers.push(await answerTo(`${url}/some/path?of=it`, init));
    // What never comes is missing in what the test compares.
    const deadline = Date.now() + 20_000;
    while (!until() && Date.now() < deadline) await setTimeout(5);
    return answers;
  };
  try {
    return { answers: await serve(), ...(await stop()) };
  } finally {
    // Also after a request that failed, or the process would outlive the test.
    await stop();
  }
};

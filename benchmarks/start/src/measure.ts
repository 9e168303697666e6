/** Starts the application with a set-up, in a process of its own. */
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { SetUp } from './set-ups.ts';

/** Milliseconds, and MiB. */
export interface Start {
  /** From the start of the process to the first line of the application. */
  readonly started: number;
  readonly firstRequest: number;
  readonly memory: number;
}

export type Figure = keyof Start;

const inherited = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(?:NODE_|OTEL_|GCP_|GOOGLE_|DD_|SENTRY_|ELASTIC_)/.test(name),
  ),
);

/** Takes whatever is exported to it. */
export const startSink = async (): Promise<{ readonly url: string; close(): void }> => {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.end('{}'));
  });
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { url: `http://127.0.0.1:${port}`, close: () => server.closeAllConnections() ?? server.close() };
};

export const measure = (
  { name, flags, env }: SetUp,
  sink: string,
  cache: Readonly<Record<string, string>>,
): Promise<Start> =>
  new Promise((measured, failed) => {
    execFile(
      process.execPath,
      [...flags, join(import.meta.dirname, 'app.mjs')],
      {
        cwd: join(import.meta.dirname, '..'),
        timeout: 60_000,
        env: {
          ...inherited,
          METADATA_SERVER_DETECTION: 'none',
          OTEL_EXPORTER_OTLP_ENDPOINT: sink,
          GCP_OTEL_ENDPOINT: sink,
          DD_TRACE_AGENT_URL: sink,
          DD_REMOTE_CONFIGURATION_ENABLED: 'false',
          SENTRY_DSN: sink.replace('//', '//key@').concat('/1'),
          ...cache,
          ...env,
        },
      },
      (_error, stdout, stderr) => {
        const [line] = /^\{"started".*\}$/m.exec(stdout) ?? [];
        if (line === undefined) failed(new Error(`${name} has measured nothing:\n${stderr}`));
        else measured(JSON.parse(line) as Start);
      },
    );
  });

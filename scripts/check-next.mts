/**
 * Builds an application of Next.js by each of its bundlers, with the packages that would be published, and runs what
 * is to be deployed (`output: 'standalone'`), from a directory without any other package.
 */
import { deepStrictEqual } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startScripted } from '@gcp-otel/emulator-tests/emulators';
import { services, serviceNames } from '../emulator-tests/services/index.ts';
import { makeApplication } from './install/application.mts';
import { packInto } from './pack.mts';

/** One client of each service, in an application of a few lines. */
const examples = Object.values(services).map(({ client, examples: all }) => {
  const example = Object.values(all).find(({ package: name }) => name === client);
  if (example === undefined) throw new Error(`no application uses ${client}`);
  return example;
});

const packages = [
  'next@16.4.6',
  'react@19.2.4',
  'react-dom@19.2.4',
  '@opentelemetry/sdk-node@0.301.0',
  '@opentelemetry/api@1.10.0',
  ...Object.values(services).map(({ client, releases }) => {
    const { versions } = releases.findLast((release) => release.client === client)!;
    return `${client}@${versions.at(-1)}`;
  }),
];
const spans = Object.values(services).flatMap(({ plugin }, index) =>
  examples[index]!.spans.map((span) => `${plugin.package}: ${span}`),
);

/** The route makes the calls of each client. */
const route = `
${examples.map(({ imports, package: name }) => `import { ${imports} } from '${name}';`).join('\n')}

export const dynamic = 'force-dynamic';

export async function GET() {
  ${examples.map(({ calls }) => `{${calls}\n}`).join('\n')}
  return Response.json({ ordered: 'tea' });
}
`;

const clients = examples.map(({ package: name }) => name);

const configOf = (serverExternalPackages: readonly string[]): string =>
  `export default ${JSON.stringify({ output: 'standalone', serverExternalPackages })};\n`;

/** The last is a mistake that many make: the client is bundled, and a line says so. */
const [forgotten = ''] = clients;
const builds = [
  { bundler: 'webpack', config: configOf(clients), lines: spans },
  { bundler: 'turbopack', config: configOf(clients), lines: spans },
  {
    bundler: 'turbopack',
    config: configOf(clients.filter((client) => client !== forgotten)),
    lines: [
      `@gcp-otel/auto-instrumentations: Next.js has bundled ${forgotten}, whose calls are not traced then; name it in serverExternalPackages in next.config`,
      ...spans.filter((span) => !span.startsWith(`${Object.values(services)[0]!.plugin.package}:`)),
    ],
  },
];

const fixture = join(import.meta.dirname, 'install/fixtures/next');
const files = {
  ...Object.fromEntries(
    globSync('**/*.js', { cwd: fixture }).map((name) => [name, readFileSync(join(fixture, name), 'utf8')]),
  ),
  'app/order/route.js': route,
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { readonly port: number };
  server.close();
  return port;
};

/** Starts what was built, makes one request, and gives the lines that it and this pack have printed till the answer. */
const ordered = async (directory: string, env: Readonly<Record<string, string>>): Promise<string[]> => {
  const port = await freePort();
  const own = {
    NODE_ENV: 'production',
    PORT: String(port),
    HOSTNAME: '127.0.0.1',
    PATH: process.env['PATH'],
  };
  const server = spawn(process.execPath, ['server.js'], {
    cwd: directory,
    env: { ...own, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const output = createInterface(server.stdout);
  createInterface(server.stderr).on('line', (line) => {
    if (line.startsWith('@gcp-otel/')) lines.push(line);
    else console.error(line);
  });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
      output.on('line', (line) => {
        lines.push(line);
        if (line.includes('Ready')) resolve();
      });
    });
    const answer = await fetch(`http://127.0.0.1:${port}/order`);
    deepStrictEqual(await answer.json(), { ordered: 'tea' });
    return lines;
  } finally {
    server.kill();
  }
};

const directory = mkdtempSync(join(tmpdir(), 'gcp-otel-next-'));
mkdirSync(join(directory, 'packed'));
const tarballs = packInto(join(directory, 'packed')).map(({ tarball }) => tarball);
const backends = await Promise.all(serviceNames.map((service) => startScripted(service)));
const env: Readonly<Record<string, string>> = Object.assign({}, ...backends.map((backend) => backend.env));

try {
  const source = join(directory, 'application');
  const application = await makeApplication(source, [...tarballs, ...packages], files);
  // An application of Next.js has none.
  await application.run({}, 'npm', 'pkg', 'delete', 'type');
  for (const [nth, { bundler, config, lines: expected }] of builds.entries()) {
    writeFileSync(join(source, 'next.config.mjs'), config);
    // oxlint-disable-next-line no-await-in-loop -- both build in the same directory
    await application.run(
      { NEXT_TELEMETRY_DISABLED: '1' },
      'npx',
      '--no-install',
      'next',
      'build',
      `--${bundler}`,
    );
    const deployed = join(directory, `${bundler}-${nth}`);
    cpSync(join(source, '.next/standalone'), deployed, { recursive: true });
    // oxlint-disable-next-line no-await-in-loop -- see above
    const lines = await ordered(deployed, env);
    deepStrictEqual(
      lines.filter((line) => line.startsWith('@gcp-otel/')),
      expected,
      bundler,
    );
    console.log(`✓ Next.js, built by ${bundler}: ${expected.length} lines`);
  }
} finally {
  await Promise.all(backends.map((backend) => backend.stop()));
  rmSync(directory, { recursive: true, force: true });
}

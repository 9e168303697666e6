/**
 * Runs an application with the flag and another tracer, in either order, with the packages that would be published: each span
 * has to arrive where its owner expects it.
 */
import { execFileSync } from 'node:child_process';
import { deepStrictEqual, match, strictEqual } from 'node:assert';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator, startScripted } from '@gcp-otel/emulator-tests/emulators';
import { type Arrived, type Peer, peers } from './beside/peers.mts';
import { drawReceived, startCollector, tracesOnly } from './collector.mts';
import { type Application, makeApplication } from './install/application.mts';
import { packInto } from './pack.mts';

const [only = ''] = process.argv.slice(2);
const root = join(import.meta.dirname, '..');
const directory = mkdtempSync(join(tmpdir(), 'gcp-otel-beside-'));
mkdirSync(join(directory, 'packed'));
const tarballs = packInto(join(directory, 'packed')).map(({ tarball }) => tarball);
const clients = ['@google-cloud/firestore@9.4.1', '@google/genai@3.3.0'];
const app = readFileSync(join(root, 'auto-instrumentations/test/fixtures/app.mjs'), 'utf8');

const [flag, other] = await Promise.all([startCollector(), startCollector()]);
const [firestore, vertexAI] = await Promise.all([startEmulator('firestore'), startScripted('vertexai')]);
const env = {
  ...vertexAI.env,
  ...firestore.env,
  ...tracesOnly(flag.url),
  PEER_URL: other.url,
  DD_TRACE_AGENT_URL: other.url,
};

/** Instrumentations of others add spans of their own (of sockets, of files), which are not looked at. */
const known = /^(?:firestore|vertexai): |^(?:grpc|undici): /;

const treeOf = (drawn: string): string =>
  drawn
    .split('\n')
    .filter((line) => known.test(line.trimStart()))
    .map((line) => (/^\s*(?:grpc|undici): /.test(line) ? `  ${line.trimStart()}` : line.trimStart()))
    .join('\n');

/** A package of these files, to install. */
const packed = (files: Readonly<Record<string, string>> | undefined): string[] => {
  if (files === undefined) return [];
  const source = join(directory, 'own');
  mkdirSync(source);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(source, name), content);
  const tarball = execFileSync('npm', ['pack', '--silent', '--pack-destination', directory], {
    cwd: source,
    encoding: 'utf8',
  });
  return [join(directory, tarball.trim())];
};

const check = async (
  application: Application,
  { name, lines, arrived }: Peer,
  order: 'first' | 'last',
): Promise<void> => {
  flag.received.length = 0;
  other.received.length = 0;
  const flags = ['--import', '@gcp-otel/auto-instrumentations/register', '--import', './set-up.mjs'];
  const ordered = order === 'first' ? flags : [...flags.slice(2), ...flags.slice(0, 2)];
  const { stderr } = await application.run(env, 'node', ...ordered, 'app.mjs');
  const ours = stderr.split('\n').filter((line) => line.includes('@gcp-otel/'));
  strictEqual(ours.length, lines[order] === undefined ? 0 : 1, stderr);
  if (lines[order] !== undefined) match(ours[0]!, lines[order]);
  const sent = other.received.map(({ body }) => body.toString('latin1')).join('\n');
  const found: Arrived = {
    flag: treeOf(
      drawReceived({ ...flag, received: flag.received.filter(({ path }) => path === '/v1/traces') }),
    ),
    peer: arrived[order].peer.filter((span) => sent.includes(span)),
  };
  deepStrictEqual(found, arrived[order], `${name}, the flag ${order}`);
  console.log(`✓ ${name}, the flag ${order}`);
};

try {
  for (const peer of peers.filter(({ name }) => name.includes(only))) {
    const application = await makeApplication(
      join(directory, peer.name.replaceAll(/\W/g, '-')),
      [...tarballs, ...clients, '@opentelemetry/api@1.10.0', ...peer.packages, ...packed(peer.own)],
      { 'app.mjs': app, 'set-up.mjs': peer.setUp },
    );
    await check(application, peer, 'first');
    await check(application, peer, 'last');
  }
} finally {
  for (const collector of [flag, other]) collector.close();
  await Promise.all([firestore.stop(), vertexAI.stop()]);
  rmSync(directory, { recursive: true, force: true });
}

import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { blocksOf, namesIn, root, tableBelow } from '../../scripts/markdown.mts';

const doctor = join(root, 'auto-instrumentations/src/doctor');
const troubleshooting = { text: readFileSync(join(root, 'docs/troubleshooting.md'), 'utf8') };

const CALL =
  /\b(?<level>error|warning)\(\s*(?:CHECK|'[\w ]+'),\s*(?<quote>['`])(?<message>(?:\\.|(?!\k<quote>).)*)\k<quote>/gs;

/** What may stand in place of a variable. */
const generalised = (message: string): string =>
  message
    .replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '…')
    .replaceAll(/\bcopies of @opentelemetry\/api\b/g, 'copies of …');

const findings = readdirSync(doctor).flatMap((file) =>
  [...readFileSync(join(doctor, file), 'utf8').matchAll(CALL)].map(({ groups }) => ({
    mark: groups?.['level'] === 'error' ? '✗' : '!',
    message: generalised(groups?.['message'] ?? ''),
  })),
);

const explained = ['clients', 'opentelemetry', 'loading', 'exporting', 'run'].flatMap((check) =>
  tableBelow(troubleshooting, check).map(([cell = '']) => ({
    mark: cell.slice(0, 1),
    message: namesIn(cell)[0] ?? '',
  })),
);

test('every finding is explained, and no other', () => {
  expect(findings.length).toBeGreaterThan(20);
  const inOrder = (some: typeof findings) => some.map(({ mark, message }) => `${mark} ${message}`).toSorted();
  expect(inOrder(explained)).toEqual(inOrder(findings));
});

let application: string;

/** Nothing but what the doctor reads: manifests. */
const installed = {
  '@google-cloud/firestore': '9.4.1',
  '@google/genai': '3.1.0',
  '@gcp-otel/auto-instrumentations': '0.1.0',
  '@gcp-otel/instrumentation-firestore': '0.1.0',
  '@opentelemetry/api': '1.10.0',
  '@opentelemetry/sdk-node': '0.301.0',
};

const write = (path: string, content: unknown): void => {
  const file = join(application, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
};

beforeAll(() => {
  application = mkdtempSync(join(tmpdir(), 'gcp-otel-docs-'));
  write('package.json', { name: 'shop', type: 'module', scripts: { start: 'node app.js' } });
  write('app.js', "import { GoogleGenAI } from '@google/genai';\n");
  for (const [name, version] of Object.entries(installed))
    write(`node_modules/${name}/package.json`, { name, version });
});

afterAll(() => rmSync(application, { recursive: true, force: true }));

test('the sample in the README is what it prints', async () => {
  const path = 'auto-instrumentations/README.md';
  const [sample] = blocksOf({ path, text: readFileSync(join(root, path), 'utf8') }).filter(
    ({ language }) => language === '',
  );
  const printed = await new Promise<string>((resolve) => {
    const env = { PATH: process.env['PATH'], HOME: application, GCP_OTEL_EXPORTER: 'gcp' };
    const cli = join(root, 'auto-instrumentations/dist/cli.js');
    execFile(process.execPath, [cli, 'doctor'], { cwd: application, env }, (_error, stdout) =>
      resolve(stdout),
    );
  });
  const ofAnyNode = (text = ''): string => text.trim().replaceAll(/Node\.js [\d.]+$/gm, 'Node.js …');
  expect(ofAnyNode(printed)).toBe(ofAnyNode(sample?.code));
});

import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const files = {
  'package.json': JSON.stringify({
    name: '@google-cloud/firestore',
    version: '6.8.0',
    main: './build/src/index.js',
  }),
  'build/src/index.js': `
const { DocumentReference } = require('./reference');
exports.Firestore = class Firestore {
  doc() { return new DocumentReference(); }
};`,
  'build/src/reference.js': `
let stored;
exports.DocumentReference = class DocumentReference {
  async set(data) { stored = data; }
  async get() { return { data: () => stored }; }
};`,
};

/** A directory with an unsupported old client in its `node_modules`, with minimal content. */
export async function installOldClient(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'gcp-otel-old-client-'));
  for (const [name, source] of Object.entries(files)) {
    const file = join(root, 'node_modules', '@google-cloud', 'firestore', name);
    // oxlint-disable-next-line no-await-in-loop -- three small files
    await mkdir(dirname(file), { recursive: true }).then(() => writeFile(file, source));
  }
  return root;
}

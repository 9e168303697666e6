import { createHash } from 'node:crypto';
import type { Exchange } from './exchange.ts';
import { numberIn } from './faults.ts';
import type { Metadata } from './metadata.ts';
import { pageOf } from './pages.ts';
import { Refusal } from './refusal.ts';
import type { Routes } from './routes.ts';
import type { Store } from './store.ts';

/** The HMAC keys and the service account of a project. */
export const projectRoutes: Routes = {
  'GET /projects/{project}/serviceAccount': (exchange) =>
    exchange.answer({
      kind: 'storage#serviceAccount',
      email_address: `service-123456789012@${exchange.parameter('project')}.iam.gserviceaccount.com`,
    }),

  'GET /projects/{project}/hmacKeys': listKeys,

  'POST /projects/{project}/hmacKeys'(exchange, store) {
    const email = exchange.query.get('serviceAccountEmail') ?? '';
    const metadata = createKey(store, exchange.parameter('project'), email);
    const secret = createHash('sha256').update(String(metadata['accessId'])).digest('base64');
    exchange.answer({ kind: 'storage#hmacKey', metadata, secret });
  },

  'GET /projects/{project}/hmacKeys/{key}': (exchange, store) => exchange.answer(keyOf(exchange, store)),

  async 'PUT /projects/{project}/hmacKeys/{key}'(exchange, store) {
    const key = Object.assign(keyOf(exchange, store), await exchange.json());
    exchange.answer(key);
  },

  'DELETE /projects/{project}/hmacKeys/{key}'(exchange, store) {
    store.hmacKeys.delete(String(keyOf(exchange, store)['accessId']));
    exchange.answerEmpty();
  },
};

function createKey(store: Store, project: string, serviceAccountEmail: string): Metadata {
  const accessId = `GOOG1E${String(++store.hmacKeysMade).padStart(8, '0')}`;
  const now = new Date().toISOString();
  const key = {
    kind: 'storage#hmacKeyMetadata',
    id: `${project}/${accessId}`,
    accessId,
    projectId: project,
    serviceAccountEmail,
    state: 'ACTIVE',
    timeCreated: now,
    updated: now,
    etag: accessId,
  };
  store.hmacKeys.set(accessId, key);
  return key;
}

function keyOf(exchange: Exchange, store: Store): Metadata {
  const accessId = exchange.parameter('key');
  const key = store.hmacKeys.get(accessId);
  if (!key) throw new Refusal(404, `No such HMAC key: ${accessId}`);
  return key;
}

function listKeys(exchange: Exchange, store: Store): void {
  const project = exchange.parameter('project');
  const pages = numberIn(exchange.names, 'pages');
  const ofProject = () =>
    [...store.hmacKeys].flatMap(([name, key]) => (key['projectId'] === project ? [{ name, key }] : []));
  while (ofProject().length < 2 * (pages ?? 0))
    createKey(store, project, `service-123456789012@${project}.iam.gserviceaccount.com`);
  const { items, nextPageToken } = pageOf(exchange, ofProject(), pages === undefined ? 250 : 2);
  exchange.answer({
    kind: 'storage#hmacKeysMetadata',
    items: items.map(({ key }) => key),
    ...(nextPageToken && { nextPageToken }),
  });
}

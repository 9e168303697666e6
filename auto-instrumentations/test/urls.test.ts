import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Collector, startCollector, tracesOnly } from '../../scripts/collector.mts';
import { attributesOf, receivedSpans } from './received-spans';
import { runApp } from './run-app';

let collector: Collector;

beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.close());

const CLIENT = 3;

interface Asked {
  readonly client: 'http' | 'fetch' | 'proxy';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const ofUrls = /^(?:url\.(?:full|path|query)|http\.(?:url|target|route)|server\.address)$/;

/** What spans tell of URLs, one of a client and one of its server after the other; the port of this run is PORT. */
const urlsOf = async (requests: readonly Asked[], env: Readonly<Record<string, string>> = {}) => {
  const { code, stderr } = await runApp('requests.cjs', {
    env: { ...tracesOnly(collector.url), REQUESTS: JSON.stringify(requests), ...env },
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return receivedSpans(collector)
    .filter(({ name }) => name !== 'around')
    .map((span) => ({
      kind: span.kind === CLIENT ? 'client' : 'server',
      ...Object.fromEntries(
        Object.entries(attributesOf(span))
          .filter(([key]) => ofUrls.test(key))
          .map(([key, value]) => [key, String(value).replace(/:\d{4,5}(?=\/)/, ':PORT')]),
      ),
    }));
};

/** The URL that the client's span has, of one request. */
const fullUrls = async (urls: readonly string[], client: Asked['client'], env?: Record<string, string>) =>
  (
    await urlsOf(
      urls.map((url) => ({ client, url })),
      env,
    )
  ).flatMap((span) => ('url.full' in span ? [span['url.full']] : []));

const storage = 'http://storage.googleapis.com:PORT';
const bucket = 'http://shop.storage.googleapis.com:PORT';
const firestore = 'http://firestore.googleapis.com:PORT/v1/projects/p/databases/(default)/documents';
const elsewhere = 'http://example.com:PORT';

/** What is asked for, and what is told of it, where names of objects are told. */
const URLS: readonly (readonly [asked: string, told: string])[] = [
  [`${elsewhere}/a@b.com?filter=x&page=2`, `${elsewhere}/a@b.com?filter=x&page=2`],
  [`${elsewhere}/path?KEY=s3cret&plain=told`, `${elsewhere}/path?KEY=REDACTED&plain=told`],
  [
    `${elsewhere}/go?to=https%3A%2F%2Fada%3Apw%40host%2Fx`,
    `${elsewhere}/go?to=https%3A%2F%2FREDACTED%3AREDACTED%40host%2Fx`,
  ],
  [`${elsewhere}/go/http://ada:pw@host/x`, `${elsewhere}/go/http://REDACTED:REDACTED@host/x`],
  [`${storage}/storage/v1/b/shop/acl/user-ada@example.com`, `${storage}/storage/v1/b/shop/acl/{entity}`],
  [`${storage}/storage/v1/b/shop/acl/user-ada%40example.com?`, `${storage}/storage/v1/b/shop/acl/{entity}`],
  [`${storage}/storage/v1/b/shop/acl`, `${storage}/storage/v1/b/shop/acl`],
  [
    `${storage}/storage/v1/b/shop/defaultObjectAcl/user-ada%40example.com`,
    `${storage}/storage/v1/b/shop/defaultObjectAcl/{entity}`,
  ],
  [
    `${storage}/storage/v1/b/acl/o/b/acl/user-ada%40example.com`,
    `${storage}/storage/v1/b/acl/o/b/acl/{entity}`,
  ],
  [
    `${storage}/storage/v1/projects/p/hmacKeys/GOOG1EXAMPLE`,
    `${storage}/storage/v1/projects/p/hmacKeys/{accessId}`,
  ],
  [
    `${storage}/storage/v1/projects/p/hmacKeys?serviceAccountEmail=sa%40p.iam.gserviceaccount.com&showDeletedKeys=true`,
    `${storage}/storage/v1/projects/p/hmacKeys?serviceAccountEmail=REDACTED&showDeletedKeys=true`,
  ],
  [
    `${storage}/storage/v1/b/shop/o?prefix=ada&startOffset=a&endOffset=b&matchGlob=c&filter=d&pageToken=e&delimiter=f&maxResults=5&userProject=p&projection=full`,
    `${storage}/storage/v1/b/shop/o?prefix=REDACTED&startOffset=REDACTED&endOffset=REDACTED&matchGlob=REDACTED&filter=REDACTED&pageToken=REDACTED&delimiter=REDACTED&maxResults=5&userProject=p&projection=full`,
  ],
  [
    `${storage}/storage/v1/b/shop/managedFolders/ada/iam`,
    `${storage}/storage/v1/b/shop/managedFolders/{managedFolder}/iam`,
  ],
  [
    `${storage}/storage/v1/b/shop/folders/ada/renameTo/folders/bob`,
    `${storage}/storage/v1/b/shop/folders/{folder}/renameTo/folders/{folder}`,
  ],
  [`${bucket}/?prefix=ada&max-keys=5`, `${bucket}/?prefix=REDACTED&max-keys=5`],
  [
    `${storage}/shop/a?X-Goog-Algorithm=G4&X-Goog-Credential=sa%40p&X-Goog-Signature=00&response-content-disposition=ada`,
    `${storage}/shop/a?X-Goog-Algorithm=G4&X-Goog-Credential=REDACTED&X-Goog-Signature=REDACTED&response-content-disposition=REDACTED`,
  ],
  [
    'http://iamcredentials.googleapis.com:PORT/v1/projects/-/serviceAccounts/sa@p.iam.gserviceaccount.com:signBlob',
    'http://iamcredentials.googleapis.com:PORT/v1/projects/-/serviceAccounts/{email}:signBlob',
  ],
  [
    'http://us-aiplatform.googleapis.com:PORT/v1/publishers/google/models/gemini@001:generateContent?alt=sse&key=k',
    'http://us-aiplatform.googleapis.com:PORT/v1/publishers/google/models/gemini@001:generateContent?alt=sse&key=REDACTED',
  ],
  [`${firestore}:commit`, `${firestore}:commit`],
  [`${firestore}/users/ada@example.com`, `${firestore}/users/{document}`],
  [
    `${firestore}/users/ada/orders/7:runQuery?pageToken=ada&$alt=json`,
    `${firestore}/users/{document}/orders/{document}:runQuery?pageToken=REDACTED&%24alt=json`,
  ],
  [`${firestore}/users?documentId=ada`, `${firestore}/users?documentId=REDACTED`],
  [
    `${elsewhere}/v1/projects/p/databases/d/documents/users/ada`,
    `${elsewhere}/v1/projects/p/databases/d/documents/users/{document}`,
  ],
];

/** The same, where they are not. */
const OBJECTS: readonly (readonly [asked: string, told: string])[] = [
  [`${storage}/storage/v1/b/shop/o/ada.txt?alt=media`, `${storage}/storage/v1/b/shop/o/{object}?alt=media`],
  [
    `${storage}/download/storage/v1/b/shop/o/a%2Fb?alt=media`,
    `${storage}/download/storage/v1/b/shop/o/{object}?alt=media`,
  ],
  [`${storage}/storage/v1/b/shop/o/a/b/c.txt`, `${storage}/storage/v1/b/shop/o/{object}`],
  [`${storage}/storage/v1/b/shop/o/a/compose`, `${storage}/storage/v1/b/shop/o/{object}/compose`],
  [
    `${storage}/storage/v1/b/shop/o/a/rewriteTo/b/other/o/b?rewriteToken=t`,
    `${storage}/storage/v1/b/shop/o/{object}/rewriteTo/b/other/o/{object}?rewriteToken=REDACTED`,
  ],
  [
    `${storage}/storage/v1/b/shop/o/a/copyTo/b/other/o/b`,
    `${storage}/storage/v1/b/shop/o/{object}/copyTo/b/other/o/{object}`,
  ],
  [
    `${storage}/storage/v1/b/shop/o/a/moveTo/o/b`,
    `${storage}/storage/v1/b/shop/o/{object}/moveTo/o/{object}`,
  ],
  [
    `${storage}/upload/storage/v1/b/shop/o?uploadType=resumable&name=ada.txt`,
    `${storage}/upload/storage/v1/b/shop/o?uploadType=resumable&name=REDACTED`,
  ],
  [`${storage}/shop/a/b.txt`, `${storage}/shop/{object}`],
  [`${storage}/shop/b/c/o/d.txt`, `${storage}/shop/{object}`],
  [`${bucket}/a/b.txt?uploads=`, `${bucket}/{object}?uploads=`],
  [
    'http://storage.shop.storage.googleapis.com:PORT/a/b.txt',
    'http://storage.shop.storage.googleapis.com:PORT/{object}',
  ],
  [
    'http://storage.us-central1.rep.googleapis.com:PORT/shop/a/b.txt',
    'http://storage.us-central1.rep.googleapis.com:PORT/shop/{object}',
  ],
  ['http://storage.cloud.google.com:PORT/shop/a/b.txt', 'http://storage.cloud.google.com:PORT/shop/{object}'],
  [
    `${elsewhere}/a.txt?GoogleAccessId=a&Signature=b`,
    `${elsewhere}/{object}?GoogleAccessId=REDACTED&Signature=REDACTED`,
  ],
  [`${elsewhere}/b/shop/o/a.txt`, `${elsewhere}/b/shop/o/a.txt`],
  [
    'http://firebasestorage.googleapis.com:PORT/v0/b/shop/o/a.txt?alt=media',
    'http://firebasestorage.googleapis.com:PORT/v0/b/shop/o/{object}?alt=media',
  ],
];

describe.each(['http', 'fetch'] as const)('under the flag, by %s', (client) => {
  test('URLs without credentials, and without what is data in those of Google', async () => {
    const asked = URLS.map(([url]) => url);
    expect(await fullUrls(asked, client)).toEqual(URLS.map(([, told]) => told));
  });

  test('GCP_OTEL_CAPTURE_OBJECT_NAMES=false: and without names of objects', async () => {
    const env = { GCP_OTEL_CAPTURE_OBJECT_NAMES: 'false' };
    const asked = OBJECTS.map(([url]) => url);
    expect(await fullUrls(asked, client, env)).toEqual(OBJECTS.map(([, told]) => told));
  });

  test('names of objects are told otherwise', async () => {
    const url = `${storage}/upload/storage/v1/b/shop/o?uploadType=media&name=ada.txt`;
    const other = `${storage}/storage/v1/b/shop/o/ada.txt/acl/user-ada@example.com`;
    expect(await fullUrls([url, other], client)).toEqual([
      url,
      `${storage}/storage/v1/b/shop/o/ada.txt/acl/{entity}`,
    ]);
  });

  test("requests of Storage's client, wherever it sends them", async () => {
    const env = { GCP_OTEL_CAPTURE_OBJECT_NAMES: 'false' };
    const headers = { 'user-agent': 'gcloud-node-storage/8.4.0' };
    const urls = [`${elsewhere}/b/shop/o/a.txt`, `${elsewhere}/shop/a.txt`, `${elsewhere}/b/shop`];
    const told = await urlsOf(
      urls.map((url) => ({ client, url, headers })),
      env,
    );
    expect(told.flatMap((span) => ('url.full' in span ? [span['url.full']] : []))).toEqual([
      `${elsewhere}/b/shop/o/{object}`,
      `${elsewhere}/{object}`,
      `${elsewhere}/b/shop`,
    ]);
  });

  test('no attribute but these tells of a URL, in whichever mode of the conventions', async () => {
    const url = `${storage}/storage/v1/b/shop/acl/user-ada@example.com?prefix=ada`;
    const env = { OTEL_SEMCONV_STABILITY_OPT_IN: 'http/dup' };
    const path = '/storage/v1/b/shop/acl/{entity}';
    const address = 'storage.googleapis.com';
    const ofClient = {
      kind: 'client',
      'server.address': address,
      'url.full': `${storage}${path}?prefix=REDACTED`,
    };
    expect(await urlsOf([{ client, url }], env)).toEqual([
      client === 'http' ? ofClient : { ...ofClient, 'url.path': path, 'url.query': '?prefix=REDACTED' },
      { kind: 'server', 'server.address': address, 'url.path': path, 'url.query': 'prefix=REDACTED' },
    ]);
  });
});

describe('users and passwords in URLs', () => {
  const secret = 'ada:s3cret';

  test('of requests, of what a proxy is asked, of what is no URL, and of what comes to a server', async () => {
    const told = await urlsOf([
      { client: 'http', url: `http://${secret}@example.com:PORT/path?a=b` },
      { client: 'proxy', url: `http://${secret}@target.com/path` },
      { client: 'http', url: `http://${secret}@example.com:99999/path?key=s3cret` },
      { client: 'fetch', url: `http://${secret}@example.com:PORT/path` },
      { client: 'http', url: `${elsewhere}/path`, headers: { host: `${secret}@example.com` } },
    ]);
    expect(told).toEqual([
      {
        kind: 'client',
        'server.address': 'example.com',
        'url.full': `http://REDACTED:REDACTED@example.com:PORT/path?a=b`,
      },
      { kind: 'server', 'server.address': 'example.com', 'url.path': '/path', 'url.query': 'a=b' },
      {
        kind: 'client',
        'server.address': '127.0.0.1',
        'url.full': 'http://REDACTED:REDACTED@target.com/path',
      },
      { kind: 'server', 'server.address': '127.0.0.1', 'url.path': '/path' },
      {
        kind: 'client',
        'server.address': 'localhost',
        'url.full': 'http://REDACTED:REDACTED@example.com:PORT/path?key=REDACTED',
      },
      { kind: 'client', 'server.address': 'example.com', 'url.full': `${elsewhere}/path` },
      { kind: 'server', 'server.address': 'example.com', 'url.path': '/path' },
    ]);
    expect(JSON.stringify(collector.received.map(({ body }) => body.toString()))).not.toContain('s3cret');
  });

  test('of what a redirect leads to', async () => {
    const headers = { 'x-to': `http://${secret}@example.com:PORT/there?token=s3cret` };
    await urlsOf([
      { client: 'fetch', url: `${elsewhere}/moved`, headers },
      { client: 'http', url: `${elsewhere}/moved`, headers },
    ]);
    const received = JSON.stringify(collector.received.map(({ body }) => body.toString()));
    expect(received).toContain('/moved');
    expect(received).not.toContain('s3cret');
  });
});

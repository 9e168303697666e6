/** What Cloud Storage bills for a log of requests: https://cloud.google.com/storage/pricing#operations-by-class */
import { type Exchange, type Rules, Sum } from '../bill.ts';

/** The operations of the table, by their request in the JSON API; and those of the XML API, which are the rest. */
type Table = readonly (readonly [request: RegExp, billed: 'a' | 'b' | 'free'])[];

const part = '[^/?]+';
const bucket = `/b/${part}`;
const object = `${bucket}/o/${part}`;
const request = (method: string, path: string): RegExp => new RegExp(`^(?:${method}) ${path}(?:[?]|$)`);

const table: Table = [
  // Class A: `storage.*.insert`, `.patch`, `.update`, `.copy`, `.rewrite`, `.compose`, and the lists of buckets, objects and keys.
  [request('GET', '/b'), 'a'],
  [request('GET', `${bucket}/o`), 'a'],
  [request('GET', `/projects/${part}/hmacKeys`), 'a'],
  // Free: `storage.channels.stop`, and what deletes buckets, objects and keys.
  [request('POST', '/channels/stop'), 'free'],
  [request('DELETE', `(?:${bucket}|${object}|/projects/${part}/hmacKeys/${part})`), 'free'],
  [request('DELETE', `/upload${bucket}/o`), 'free'],
  // Class A: `storage.*AccessControls.delete` and `storage.notifications.delete`.
  [request('DELETE', `(?:${bucket}|${object})/(?:acl|defaultObjectAcl|notificationConfigs)/${part}`), 'a'],
  // Note 1: a rewrite is one operation, however many requests it takes. Those that go on have a token.
  [/^POST \/b\/[^?]+\/rewriteTo\/[^?]*\?(?:.*&)?rewriteToken=/, 'free'],
  // An object that is uploaded in a session is inserted once, by the request that completes it.
  [/^POST \/upload\/[^?]*\?(?:.*&)?uploadType=resumable/, 'free'],
  // Class B: `storage.*.get`, `.getIamPolicy`, `.testIamPermissions`, and the lists of access controls and of notifications.
  [/^(?:GET|HEAD) \/(?:b|projects)\//, 'b'],
  [/^(?:POST|PUT|PATCH) \/(?:b|upload|projects)(?:\/|\?|$)/, 'a'],
  // Signatures and access tokens are of other products.
  [/:signBlob|:generateAccessToken|^\S+ \/token/, 'free'],
  // The XML API: whatever gets an object is of class B, whatever is posted or put of class A, deletes are free.
  [/^(?:GET|HEAD) /, 'b'],
  [/^(?:POST|PUT) /, 'a'],
];

/** "You are not charged for operations that return 307, 4xx, or 5xx". 308 says that an upload goes on: it is no operation yet. */
const isBilled = (status: number | undefined): boolean =>
  status !== undefined && status < 400 && status !== 307 && status !== 308;

export const storageBill: Rules = (log) => {
  const sum = new Sum();
  for (const asked of log) {
    const billed = classOf(asked);
    if (billed !== 'free' && isBilled(asked.status)) sum.add(billed, 1, asked.received);
  }
  return sum.bill;
};

function classOf({ method, path = '' }: Exchange): 'a' | 'b' | 'free' {
  const short = path.replace(/^(\/upload|\/download)?\/storage\/v1(?=\/)/, '$1').replace(/^\/download/, '');
  return table.find(([pattern]) => pattern.test(`${method} ${short}`))?.[1] ?? 'free';
}

import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { errorMessage, exceptionAttributes } from '../src/telemetry/errors';

const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJqYW5lIn0.c2lnbmF0dXJl';

/** What a server, a library or the network may say, and what is told of it. */
const said: readonly (readonly [what: string, message: string, told: string])[] = [
  ['an address', 'before https://host/path?token=SECRET#part after', 'before https://host/path after'],
  ['another scheme', 'wss://host/live?key=SECRET closed', 'wss://host/live closed'],
  ['one that nobody knows', 'x-own+a.b://host/p?SECRET closed', 'x-own+a.b://host/p closed'],
  ['a fragment', 'https://host/p#access_token=SECRET', 'https://host/p'],
  ['a path', 'POST /v1beta/models/x?key=SECRET failed', 'POST /v1beta/models/x failed'],
  ['a path without a slash before it', 'v1/models?alt=sse&key=SECRET failed', 'v1/models failed'],
  ['a path with a query that has no names', '/download?SECRET failed', '/download failed'],
  [
    'JSON',
    String.raw`{"u":"https:\/\/host\/p?key=SECRET","n":1}`,
    String.raw`{"u":"https:\/\/host\/p","n":1}`,
  ],
  ['escaped ampersands', String.raw`"https://host/p?a=1\u0026key=SECRET" no`, '"https://host/p" no'],
  ['an escaped question mark', String.raw`"\/p\u003fkey\u003dSECRET" no`, String.raw`"\/p" no`],
  ['JSON in JSON', String.raw`{"e":"{\"u\":\"/p?key=SECRET\"}"}`, String.raw`{"e":"{\"u\":\"/p\"}"}`],
  ['JSON in JSON in JSON', String.raw`\\\"\\/p\\u003fkey=SECRET\\\" no`, String.raw`\\\"\\/p\\\" no`],
  [
    'a percent-encoded address',
    'at https%3A%2F%2Fhost%2Fp%3Fkey%3DSECRET no',
    'at https%3A%2F%2Fhost%2Fp no',
  ],
  [
    'one that was encoded twice',
    'https%253A%252F%252Fh%252Fp%253Fkey%253DSECRET',
    'https%253A%252F%252Fh%252Fp',
  ],
  ['HTML', '<a href="/p?a=1&amp;key=SECRET">x</a>', '<a href="/p">x</a>'],
  ['a blank in a path', 'https://host/my file.pdf?sig=SECRET no', 'https://host/my file.pdf no'],
  ['a blank in a query', 'https://host/p?name=my file&sig=SECRET no', 'https://host/p file no'],
  ['user and password', 'postgres://jane:SECRET@host:5432/db', 'postgres://REDACTED@host:5432/db'],
  ['a user alone', 'https://SECRET@host/p', 'https://REDACTED@host/p'],
  ['a password with a slash', 'https://jane:SEC%2FRET@host/p', 'https://REDACTED@host/p'],
  ['a password with signs', 'https://jane:a?b#SECRET@host/p', 'https://REDACTED'],
  ['an encoded user', 'https%3A%2F%2Fjane%3ASECRET%40host%2Fp', 'https%3A%2F%2FREDACTED%40host%2Fp'],
  ['user and password alone', 'no route to jane:SECRET@host', 'no route to jane:REDACTED@host'],
  ['a token', 'Bearer SECRET is no token', 'Bearer REDACTED is no token'],
  ['an encoded token', 'Bearer%20SECRET', 'Bearer%20REDACTED'],
  ['user and password in base64', 'basic amFuZTpTRUNSRVQ= no', 'basic REDACTED no'],
  [
    'a header',
    'Authorization: GOOG4 Credential=SECRET, Signature=SECRET\nnext',
    'Authorization: REDACTED\nnext',
  ],
  ['a header in an object', "{ authorization: 'Own SECRET', a: 1 }", "{ authorization: 'REDACTED', a: 1 }"],
  ['a header in JSON', '{"Authorization":"Own SECRET","a":1}', '{"Authorization":"REDACTED","a":1}'],
  [
    'a header in JSON in JSON',
    String.raw`"{\"x-goog-api-key\":\"SECRET\",\"a\":1}"`,
    String.raw`"{\"x-goog-api-key\":\"REDACTED\",\"a\":1}"`,
  ],
  ['a header of a proxy', 'Proxy-Authorization: Own SECRET', 'Proxy-Authorization: REDACTED'],
  ['a new cookie', 'Set-Cookie: a=SECRET; Path=/', 'Set-Cookie: REDACTED'],
  ['a refresh token', 'no 1//0abcdefghijklmnopqrs-t_u is known', 'no REDACTED is known'],
  ['a newer key', 'key AQ.Ab8RN6JabcdefghijkLM is not valid', 'key REDACTED is not valid'],
  ['a cookie', 'cookie: a=SECRET; b=SECRET', 'cookie: REDACTED'],
  ['a key', 'key AIzaSyA1234567890123456789012345678901 is not valid', 'key REDACTED is not valid'],
  ['an access token', 'ya29.a0AfH6S_x-y.z has expired', 'REDACTED has expired'],
  ['a client secret', 'GOCSPX-abc_def-ghi is not valid', 'REDACTED is not valid'],
  ['a JWT', `token ${jwt} has expired`, 'token REDACTED has expired'],
  ['an encoded JWT', `a%3D${jwt}%26`, 'a%3DREDACTED%26'],
  ['a private key', 'no -----BEGIN PRIVATE KEY-----\\nSECRET\\n-----END PRIVATE KEY----- at', 'no REDACTED'],
  ['an assignment', 'client_secret=SECRET is not valid', 'client_secret=REDACTED is not valid'],
  ['a member of JSON', '{"refresh_token": "SECRET", "a": 1}', '{"refresh_token": "REDACTED", "a": 1}'],
  ['a member of an object', "{ apiKey: 'SECRET', a: 1 }", "{ apiKey: 'REDACTED', a: 1 }"],
  ['a parameter that lost its address', 'in p&X-Goog-Signature=SECRET at', 'in p at'],
];

/** Messages that have neither an address with a query nor a credential: nothing of them may change. */
const harmless = [
  'What is it? Is it foo? no!',
  "Cannot read properties of undefined (reading 'a?.b')",
  'Syntax error: Expected end of input but got "?" [at 1:15] in SELECT a FROM b WHERE c=? AND d IN (?,?)',
  'UPDATE a SET b=?, c=?,d=? WHERE e=@f',
  '5 NOT_FOUND: No document to update: projects/p/databases/(default)/documents/users/jane',
  'Row [1] in table Users already exists; Primary key: 5, token: no',
  'Unexpected token } in JSON at position 3',
  'The bearer token is missing; Basic tier instances need basic authentication',
  'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other',
  'jane@example.com does not have storage.objects.get access to https://storage.googleapis.com/b/o.',
  'at Module._compile (node:internal/modules/cjs/loader:1554:14)',
  'at file:///app/node_modules/.pnpm/foo@1.2.3/node_modules/foo/index.js:10:5',
  String.raw`at C:\app\node_modules\foo@1.2.3\index.js:10:5`,
  'at async keyJsonParser (/app/eyJ.js:1:2)',
  'Invalid regular expression: /(?<a>x)(?=y)(?:z)/: Invalid group',
  'connect ECONNREFUSED 127.0.0.1:443, [::1]:443 & more; 100% of 50%, C# and F#, a && b, issue #12',
  'Größe: 20 % — 日本語のメッセージ 😀 \ud800',
  '',
] as const;

const stackOf = (message: string): unknown => {
  const error = new Error(message);
  return exceptionAttributes(error, 'Error', true)['exception.stacktrace'];
};

describe('messages of errors', () => {
  test.each(said)('%s', (_what, message, told) => {
    expect(errorMessage(new Error(message))).toBe(told);
    expect(String(stackOf(message))).toContain(`Error: ${told}\n`.split('\n', 1)[0]);
    expect(String(stackOf(message))).not.toContain('SECRET');
  });

  test.each(harmless)('are as they were: %s', (message) => {
    expect(errorMessage(new Error(message))).toBe(message);
  });

  test('a stack has its lines, whatever the message says', () => {
    const lines = String(stackOf('https://host/p?key=SECRET')).split('\n');
    expect(lines[0]).toBe('Error: https://host/p');
    expect(lines.length).toBeGreaterThan(3);
  });

  test('no half of a credential stands where a message is cut', () => {
    const long = 'x '.repeat(8190);
    for (let at = 0; at < 24; at++)
      expect(errorMessage(new Error(`${long.slice(at)}https://jane:SECRET@host/`))).not.toMatch(/SE|jane:/);
  });
});

const seed = 1;
const numRuns = 3000;
const characters = Array.from('ABCXYZabcxyz0189-._~!$()*+,;:@/%');
/** As it may stand in a query. */
const inQuery = fc
  .array(fc.constantFrom(...characters), { minLength: 1, maxLength: 12 })
  .map((rest) => `S3CR3T${rest.join('')}S3CR3T`);
const plain = fc.constantFrom('S3CR3T', 'S3CR3T-S3CR3T_1', 'S3CR3Tabc012');

const scheme = fc.constantFrom('https', 'http', 'wss', 'ws', 'gs', 'postgresql', 'x-own+a.b');
const host = fc.constantFrom('host', 'a.example.com', 'localhost:8080', '127.0.0.1', '[::1]:443');
const path = fc.constantFrom(
  '',
  '/',
  '/p',
  '/v1/models/x:streamGenerateContent',
  '/b/my file.pdf',
  '/a@1.2/b',
);
const name = fc.constantFrom('key', 'token', 'X-Goog-Signature', 'sig', 'a[b]', 'any.name', '$x', 'ключ');

const address = fc.tuple(scheme, host, path).map(([s, h, p]) => `${s}://${h}${p}`);
const relative = fc.constantFrom('/v1beta/models/x', 'v1/x', '/', './a/b', '../c', '/my file');
const queried = fc
  .tuple(fc.oneof(address, relative), fc.constantFrom('?', '?a=1&', '?a=b c&'), name, inQuery)
  .map(([where, start, by, secret]) => `${where}${start}${by}=${secret}`);
const unnamed = fc
  .tuple(address, fc.constantFrom('?', '#'), inQuery)
  // `Class#method` is no address: behind a blank, a fragment is one where it has a name.
  .filter(([where, start]) => start === '?' || !where.includes(' '))
  .map((parts) => parts.join(''));
const withUser = fc
  .tuple(scheme, fc.constantFrom('', 'jane:', 'j%2Fd:'), plain, host, path)
  .map(([s, user, secret, h, p]) => `${s}://${user}${secret}@${h}${p}`);
const header = fc
  .tuple(
    fc.constantFrom('Authorization: Own ', 'Bearer ', 'bearer\t', 'cookie: a=', 'x-goog-api-key: '),
    plain,
  )
  .map((parts) => parts.join(''));

/** How often a text is put into another. */
const wrapped = fc.constantFrom<(text: string) => string>(
  (text) => text,
  (text) => JSON.stringify(text),
  (text) => JSON.stringify({ a: 1, u: text, b: [text] }),
  (text) => JSON.stringify(JSON.stringify({ u: text })),
  (text) => JSON.stringify(text).replaceAll('/', String.raw`\/`),
  (text) =>
    JSON.stringify(text)
      .replaceAll('&', String.raw`\u0026`)
      .replaceAll('=', String.raw`\u003D`),
  (text) => encodeURIComponent(text),
  (text) => encodeURIComponent(encodeURIComponent(text)),
  (text) => `https://proxy/?to=${encodeURIComponent(text)}`,
  (text) => `https://proxy/${encodeURIComponent(text)}/more`,
  (text) => `<a href="${text.replaceAll('&', '&amp;')}">`,
  (text) => `(${text})`,
  (text) => `'${text}',`,
  (text) => `request to ${text}\n failed, reason: no`,
);

test('no secret survives, wherever it stands and however often that is wrapped', () => {
  const secretive = fc.oneof(queried, unnamed, withUser, header);
  fc.assert(
    fc.property(secretive, fc.array(wrapped, { maxLength: 3 }), (text, wraps) => {
      const message = wraps.reduce((inner, wrap) => wrap(inner), text);
      expect(errorMessage(new Error(message))).not.toContain('S3CR3T');
      expect(stackOf(message)).not.toContain('S3CR3T');
    }),
    { seed, numRuns },
  );
});

test('words without any sign of an address are as they were', () => {
  const word = fc.oneof(fc.constantFrom(...harmless.join(' ').split(' ')), fc.string({ unit: 'grapheme' }));
  const isHarmless = (text: string): boolean => !/[?#&=%@:\\]/.test(text);
  fc.assert(
    fc.property(fc.array(word.filter(isHarmless), { maxLength: 20 }), (words) => {
      const message = words.join(' ');
      fc.pre(!/basic|bearer/i.test(message));
      expect(errorMessage(new Error(message))).toBe(message);
    }),
    { seed, numRuns },
  );
});

/** What an application can see of a value, as JSON. */
export function describeValue(value: unknown, depth = 5, above: readonly object[] = []): unknown {
  if (typeof value === 'string') return withoutIds(value);
  if (typeof value === 'function') return `function ${value.name}/${value.length}`;
  if (typeof value !== 'object' || value === null) return String(value);
  const kind = classesOf(value);
  if (above.includes(value)) return `${kind}, as above`;
  if (depth === 0 || opaque.test(kind)) return kind;
  const keys = Reflect.ownKeys(value).filter((key) => !volatile.has(key));
  const own = keys.map((key) => [
    describeKey(value, key),
    describeValue(Reflect.get(value, key), depth - 1, [...above, value]),
  ]);
  return { is: kind, ...Object.fromEntries(own) };
}

/** Clients, network objects and times are not compared: they are always equal, or never. */
const opaque = new RegExp(
  `^(?:${[
    'Firestore|FirestoreClient|Serializer|Timestamp|Metadata|Uint8Array|Buffer|WatchSnapshot',
    'Storage|Bucket|File|HmacKey|Notification|Channel|Acl|Iam',
    'Spanner|Instance|Database|Snapshot|Operation|PreciseDate',
    String.raw`IncomingMessage|PassThrough|Gaxios\w*|Response|Request|Headers|FetchError|SystemError|\w*Symbol\w*`,
  ].join('|')})\\b`,
);

/** Properties that differ between processes, and private caches of snapshots. */
const volatile = new Set<PropertyKey>([
  'stack',
  'domainEmitter',
  'seconds',
  'nanos',
  'localPort',
  '_changes',
  '_docs',
  '_materializedChanges',
  '_materializedDocs',
]);

export function describeKey(value: object, key: PropertyKey): string {
  const enumerable = Object.prototype.propertyIsEnumerable.call(value, key);
  return enumerable ? String(key) : `(${String(key)})`;
}

/** `QuerySnapshot`, `TypeError < Error`: what the value is an instance of. */
export function classesOf(value: object): string {
  const names: string[] = [];
  for (
    let prototype = Object.getPrototypeOf(value);
    prototype && prototype !== Object.prototype;
    prototype = Object.getPrototypeOf(prototype)
  )
    // A prototype between an object and its class has no constructor of its own, and so no name.
    if (Object.hasOwn(prototype, 'constructor')) names.push(prototype.constructor.name);
  return names.join(' < ') || 'Object';
}

/** Removes ids, which differ between processes. */
export const withoutIds = (text: string): string =>
  foreign.reduce((result, [pattern, name]) => result.replaceAll(pattern, name), text);

const foreign: readonly (readonly [RegExp, string])[] = [
  [/[\w+/]{342}==/g, '{signature}'],
  [/\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/g, '{uuid}'],
  [/(?<=X-Goog-(?:Credential|Date|Expires|Signature)=)[^&]*/g, '{signed}'],
  [/\b\d\.[\da-f]+(?:\.\d+){4}\b/g, '{request id}'],
  [/__\d+__\d+\b/g, '__{id}'],
  [/(?<=\/(?:databases|operations|sessions)\/)\d+/g, '{made}'],
  [/(?<=gcp-otel-scenario-)\w{6}/g, '{directory}'],
  [/\beyJ[\w+/]{40,}={0,2}/g, '{policy}'],
  [/\b[\da-f]{512}\b/g, '{signature}'],
  [/[\w+/]{43}=/g, '{secret}'],
  [/\bGOOG1E\d+\b/g, '{key}'],
  [/\b17\d{14}\b/g, '{generation}'],
  [/\bMTc[\w+/]{10,}={0,2}/g, '{etag}'],
  [/\b\d{4}-\d\d-\d\dT[\d:.]+Z|\b\d{8}T\d{6}Z|\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT/g, '{time}'],
  [/-\d+-\d+\b/g, ''],
  [/\b[A-Za-z0-9]{20}\b/g, '{automatic id}'],
];

/** Every method of every class among a module's exports. */
export function describeClasses(exports: object): Record<string, string> {
  const classes = Object.entries(exports).filter(
    (entry): entry is [string, { prototype: object }] =>
      typeof entry[1] === 'function' && typeof entry[1].prototype === 'object',
  );
  return Object.fromEntries(
    classes.flatMap(([className, { prototype }]) =>
      Reflect.ownKeys(prototype).map((key) => {
        const { value, ...flags } = Object.getOwnPropertyDescriptor(prototype, key) ?? {};
        const attributes = Object.entries(flags).filter(([, flag]) => flag === true);
        const method = typeof value === 'function' ? `${value.name}/${value.length}` : typeof value;
        return [`${className}.${String(key)}`, `${method} ${attributes.map(([name]) => name).join(' ')}`];
      }),
    ),
  );
}

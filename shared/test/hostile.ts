import { PassThrough } from 'node:stream';
import type { Operation, OperationTable } from '../src';
import type { SeenSpan, Telemetry } from './telemetry';

/** Names that every object has: whoever looks them up in an object finds something. */
export const inherited = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'] as const;

/** What comes from users and servers: a name that stands wherever one may, and how long each list is. */
export interface Given {
  readonly name: string;
  readonly list: <Item>(item: Item) => Item[];
}

export const oneOf = (name: string): Given => ({ name, list: (item) => [item] });

/** One long string in lists of three, and one short string in a long list: both at once would be no test, but a crash. */
export const enormous: readonly (readonly [title: string, given: Given])[] = [
  ['10 MB', { name: 'x'.repeat(10_000_000), list: (item) => [item, item, item] }],
  [
    'a list of 100 000',
    { name: 'x', list: <Item>(item: Item) => Array.from<Item>({ length: 100_000 }).fill(item) },
  ],
];

type Calls = Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;

/** A stream that says when it begins, and then gives or takes all at once. */
const streamOf = (answer: unknown, starts: string | undefined): PassThrough => {
  const stream = new PassThrough({ objectMode: true });
  setImmediate(() => {
    if (starts !== undefined) stream.emit(starts);
    stream.end(answer);
  });
  return stream;
};

/** What the methods of a kind give when they answer. */
const answers: {
  readonly [Kind in Operation['returns']]: (
    answer: unknown,
    args: readonly unknown[],
    row: Operation,
  ) => unknown;
} = {
  promise: async (answer) => answer,
  callback: async (answer) => [answer],
  body: () => undefined,
  stream: (answer, _args, { starts }) => streamOf(answer, starts),
  writable: (answer, _args, { starts }) => streamOf(answer, starts),
  iterator: async function* (answer) {
    yield answer;
  },
  chunks: async (answer, _args, { pair }) => {
    const chunks = async function* () {
      yield answer;
    };
    return pair === undefined ? chunks() : { [pair.chunks]: chunks(), [pair.whole]: Promise.resolve(answer) };
  },
  subscription: (answer, args) => {
    (args[0] as (heard: unknown) => void)(answer);
    return () => {};
  },
};

const operationsOf = (methods: OperationTable[string]['methods']): [string, Operation][] =>
  Object.entries(methods).filter((entry): entry is [string, Operation] => 'returns' in entry[1]);

/**
 * The rows of a table that describe calls: `Query.get`. Not those of a body, which no answer of the library ends: they
 * have a twin that gives a promise.
 */
export const rowsOf = (table: OperationTable): string[] =>
  Object.entries(table).flatMap(([className, { methods }]) =>
    operationsOf(methods)
      .filter(([, { returns }]) => returns !== 'body')
      .map(([method]) => `${className}.${method}`),
  );

/** A library without a network that has the classes and the methods of a table, for a plugin to instrument. */
export const libraryOf = (table: OperationTable, answer: () => unknown): Record<string, new () => Calls> =>
  Object.fromEntries(
    Object.entries(table).map(([className, { methods }]) => {
      // oxlint-disable-next-line typescript/no-extraneous-class -- its methods come from the table
      const Class = { [className]: class {} }[className] as new () => Calls;
      for (const [method, row] of operationsOf(methods))
        Object.assign(Class.prototype, {
          [method]: (...args: readonly unknown[]) => answers[row.returns](answer(), args, row),
        });
      return [className, Class];
    }),
  );

/** Calls a row's method on an object with these fields, and reads whatever it gives to its end. */
export const callRow = async (
  library: Record<string, new () => Calls>,
  row: string,
  fields: object,
  args: readonly unknown[],
): Promise<void> => {
  const [className, method] = row.split('.') as [string, string];
  const result = await Object.assign(new library[className]!(), fields)[method]!(...args);
  const { stream = result } = Object(result) as { readonly stream?: unknown };
  if (typeof stream === 'function') stream();
  if (Symbol.asyncIterator in Object(stream)) for await (const _ of stream as AsyncIterable<unknown>);
};

/** The longest that docs/telemetry.md allows. */
const MAX = { name: 255, text: 16_384, json: 204_800, items: 128 } as const;
const JSON_VALUE =
  /^gen_ai\.(?:(?:input|output)\.messages|system_instructions|tool\.(?:definitions|call\..+))$/;

const tooLongIn = (attributes: object): string[] =>
  Object.entries(attributes).flatMap(([name, value]: [string, unknown]) => {
    const max = JSON_VALUE.test(name) ? MAX.json : MAX.text;
    const texts = (Array.isArray(value) ? value : [value]).filter((text) => typeof text === 'string');
    const tooMany =
      Array.isArray(value) && value.length > MAX.items ? [`${name}: ${value.length} items`] : [];
    return [
      ...texts.filter(({ length }) => length > max).map(({ length }) => `${name}: ${length}`),
      ...tooMany,
    ];
  });

/** What of these spans is longer than it may be. */
export const tooLong = (spans: readonly SeenSpan[]): string[] =>
  spans.flatMap(({ name, status, attributes, events = [], children = [] }) => [
    ...(name.length > MAX.name ? [`name: ${name.length}`] : []),
    ...(status.length > MAX.text + 'ERROR '.length ? [`status: ${status.length}`] : []),
    ...[attributes, ...events].flatMap(tooLongIn),
    ...tooLong(children),
  ]);

/** The longest label of a metric that docs/telemetry.md allows: each combination of them is a series of its own. */
const MAX_LABEL = 256;

/** What of the attributes of these data points is longer than it may be, or is a list. */
export const tooLongLabels = (points: readonly object[]): string[] =>
  points.flatMap((attributes) =>
    Object.entries(attributes).flatMap(([name, value]: [string, unknown]) => {
      const length = typeof value === 'string' || Array.isArray(value) ? value.length : 0;
      return length > MAX_LABEL || Array.isArray(value) ? [`${name}: ${length}`] : [];
    }),
  );

const built = [Object, Array, Function, String, Map, Promise];

/** All that the prototypes of the language have, which nobody may change. */
export const prototypes = (): unknown[] =>
  built.map(({ prototype }) => [Reflect.ownKeys(prototype), Object.getPrototypeOf(prototype)]);

/** The keys of attributes that are none: names of attributes are constants, and no value gets into one. */
export const strangeKeys = (spans: readonly SeenSpan[]): string[] =>
  spans.flatMap(({ attributes, children = [] }) => [
    ...Object.keys(attributes).filter((key) => !/^[a-z][a-z\d_]*(?:\.[a-z\d_]+)+$/.test(key)),
    ...strangeKeys(children),
  ]);

/** What went wrong inside, if anything: such a library lacks what no row describes. */
export const troubles = (telemetry: Telemetry): string[] =>
  telemetry.warnings().filter((line) => !line.endsWith('not traced'));

/** The same for another name, however it is written, and without what differs from call to call. */
export const renamed = (spans: readonly SeenSpan[], from: string, to: string): unknown =>
  JSON.parse(
    JSON.stringify(spans, (key, value: unknown) =>
      key.endsWith('time_to_first_chunk') ? 0 : value,
    ).replaceAll(from, to),
  );

/** The spans that were finished, when those that end a turn later have ended. */
export const settledSpans = async (telemetry: Telemetry): Promise<SeenSpan[]> => {
  await new Promise(setImmediate);
  return telemetry.take();
};

import { clientRoot, type Mode, type ScenarioOptions } from '../harness/index.ts';

/** A release of a client, and how an application loads it. */
export interface Variant {
  readonly title: string;
  readonly mode: Mode;
  /** The alias that it is installed under, if any. */
  readonly installed?: { readonly alias: string; readonly name: string };
  /** The client's module, where it is not the service's own. */
  readonly client?: string;
  /** Variables that make a scenario use it in another way. */
  readonly env?: Readonly<Record<string, string>>;
}

/** For a CommonJS client, which ES modules can import too. */
export const commonJs: readonly Variant[] = [
  { title: 'cjs', mode: 'cjs' },
  { title: 'esm', mode: 'esm' },
];

const storage7 = { alias: 'storage-7', name: '@google-cloud/storage' } as const;

/** For a client with two builds, in which `require` and `import` return different classes. */
export const storageVariants: readonly Variant[] = [
  { title: '8, cjs', mode: 'cjs' },
  { title: '8, esm', mode: 'esm-hooks' },
  { title: '7, cjs', mode: 'cjs', installed: storage7 },
  { title: '7, esm', mode: 'esm-hooks', installed: storage7 },
];

const spanner = '@google-cloud/spanner';

/** For a CommonJS client whose older releases are still in use. */
export const spannerVariants: readonly Variant[] = [
  { title: '9, cjs', mode: 'cjs' },
  { title: '9, esm', mode: 'esm' },
  { title: '8, cjs', mode: 'cjs', installed: { alias: 'spanner-8', name: spanner } },
  { title: '7, cjs', mode: 'cjs', installed: { alias: 'spanner-7', name: spanner } },
];

const spanner715 = { alias: 'spanner-7-15', name: spanner } as const;
const spanner80 = { alias: 'spanner-8-0', name: spanner } as const;

/** The first releases that affect OpenTelemetry: 7.15 and 8.0 make spans, and set a context manager. */
export const spannerFirsts: readonly Variant[] = [
  { title: '8.0, cjs', mode: 'cjs', installed: spanner80 },
  { title: '8.0, esm', mode: 'esm', installed: spanner80 },
  { title: '7.15, cjs', mode: 'cjs', installed: spanner715 },
  { title: '7.15, esm', mode: 'esm', installed: spanner715 },
];

const genai = '@google/genai';
const vertexai = '@google-cloud/vertexai';
const genai1 = { alias: 'genai-1', name: genai };
const genai2 = { alias: 'genai-2', name: genai };
const vertexai1 = { alias: 'vertexai-1-1', name: vertexai };
/** The release that `@google-cloud/vertexai` brings. */
const nested = `${vertexai}/node_modules/${genai}/dist/node/index.cjs`;

/** A variant. The title has the client, its release, and how it is used. */
const used = (title: string, mode: Mode, more: Omit<Variant, 'title' | 'mode'> = {}): Variant => ({
  title,
  mode,
  ...more,
  env: { CLIENT_MODE: title.split(' ').at(-1) ?? '' },
});

/** For `@google/genai` with both APIs, and with Vertex AI by a key. Its oldest releases are ES modules. */
export const genaiVariants: readonly Variant[] = [
  used('genai 3 gemini', 'cjs'),
  used('genai 3 vertex', 'esm-hooks'),
  used('genai 3 express', 'cjs'),
  used('genai 2 gemini', 'cjs', { installed: genai2 }),
  used('genai 2 vertex', 'esm-hooks', { installed: genai2 }),
  used('genai 1.52 gemini', 'cjs', { client: nested }),
  used('genai 1 gemini', 'esm-hooks', { installed: genai1 }),
  used('genai 1 vertex', 'esm-hooks', { installed: genai1 }),
];

/** For `@google-cloud/vertexai`, with its stable and its preview models. */
export const vertexaiVariants: readonly Variant[] = [
  used('vertexai 1.12 stable', 'cjs', { client: vertexai }),
  used('vertexai 1.12 preview', 'esm', { client: vertexai }),
  used('vertexai 1.1 stable', 'cjs', { client: vertexai, installed: vertexai1 }),
  used('vertexai 1.1 preview', 'esm', { client: vertexai, installed: vertexai1 }),
];

/** The options to run a scenario on a variant. */
export async function optionsOf({
  mode,
  installed,
  client,
}: Variant): Promise<Pick<ScenarioOptions, 'mode' | 'clientRoot' | 'client'>> {
  return {
    mode,
    ...(client && { client }),
    ...(installed && { clientRoot: await clientRoot(installed.alias, installed.name) }),
  };
}

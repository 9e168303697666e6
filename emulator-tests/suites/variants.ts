import { clientRoot, type Mode, type ScenarioOptions } from '../harness/index.ts';

/** A client as applications have it: which release, in which module format. */
export interface Variant {
  readonly title: string;
  readonly mode: Mode;
  /** The name that it is installed under, where that is not its own. */
  readonly installed?: { readonly alias: string; readonly name: string };
}

/** Of a client in CommonJS, which an ES module imports as well. */
export const commonJs: readonly Variant[] = [
  { title: 'cjs', mode: 'cjs' },
  { title: 'esm', mode: 'esm' },
];

const storage7 = { alias: 'storage-7', name: '@google-cloud/storage' } as const;

/** Of a client that is built twice: what is required, and what is imported, are different classes. */
export const storageVariants: readonly Variant[] = [
  { title: '8, cjs', mode: 'cjs' },
  { title: '8, esm', mode: 'esm-hooks' },
  { title: '7, cjs', mode: 'cjs', installed: storage7 },
  { title: '7, esm', mode: 'esm-hooks', installed: storage7 },
];

const spanner = '@google-cloud/spanner';

/** Of a client in CommonJS inside, whose older releases are still in use. */
export const spannerVariants: readonly Variant[] = [
  { title: '9, cjs', mode: 'cjs' },
  { title: '9, esm', mode: 'esm' },
  { title: '8, cjs', mode: 'cjs', installed: { alias: 'spanner-8', name: spanner } },
  { title: '7, cjs', mode: 'cjs', installed: { alias: 'spanner-7', name: spanner } },
];

const spanner715 = { alias: 'spanner-7-15', name: spanner } as const;
const spanner80 = { alias: 'spanner-8-0', name: spanner } as const;

/** The first releases that do otherwise what OpenTelemetry is concerned with: 7.15 and 8.0 make spans, and set a context manager. */
export const spannerFirsts: readonly Variant[] = [
  { title: '8.0, cjs', mode: 'cjs', installed: spanner80 },
  { title: '8.0, esm', mode: 'esm', installed: spanner80 },
  { title: '7.15, cjs', mode: 'cjs', installed: spanner715 },
  { title: '7.15, esm', mode: 'esm', installed: spanner715 },
];

/** How a scenario is run on a variant. */
export async function optionsOf({
  mode,
  installed,
}: Variant): Promise<Pick<ScenarioOptions, 'mode' | 'clientRoot'>> {
  return installed ? { mode, clientRoot: await clientRoot(installed.alias, installed.name) } : { mode };
}

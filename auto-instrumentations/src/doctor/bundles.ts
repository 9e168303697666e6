/** The doctor's check of bundles: no plugin sees a client that a bundler has put into the application's own file. */
import type { Application } from './application';
import { CLIENTS } from './clients';
import { error, type Finding } from './finding';

const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);

/**
 * What a client leaves in a bundle: its manifest, which it reads to tell its version, or the paths that bundlers write
 * into comments and keys. A plugin inside a bundle names its client, too, with the releases that it supports.
 */
const traceOf = (client: string): RegExp => {
  const name = literal(client);
  const manifest = String.raw`\bname[$\w]{0,9}["']?\s{0,9}[:=]\s{0,9}["']${name}["'](?!\s*,\s*supported)`;
  const path = String.raw`(?:^// |["'])[./]*node_modules/${name}/[\w./-]+\.[cm]?js["']?(?:$|\s*[(:])`;
  return new RegExp(`${manifest}|${path}${client === '@google/genai' ? '|google-genai-sdk/' : ''}`, 'm');
};

const TRACES: readonly (readonly [client: string, trace: RegExp])[] = CLIENTS.map((client) => [
  client,
  traceOf(client),
]);

/** Checks whether clients are inside the application's own files. One that is passed to its plugin may be. */
export const checkBundles = ({ setUp: { imports } }: Application): Finding[] =>
  imports.files
    .filter(({ text }) => !text.includes('.instrumentModule('))
    .flatMap(({ path, text }) =>
      TRACES.filter(([, trace]) => trace.test(text)).map(([client]) =>
        error(
          'loading',
          `${path} is a bundle with ${client} inside, where no plugin sees it`,
          `leave ${client} out of the bundle, or give it to instrumentModule()`,
        ),
      ),
    );

import { join } from 'node:path';
import commonjs from '@rollup/plugin-commonjs';
import json from '@rollup/plugin-json';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { build } from 'esbuild';
import { rollup as bundleByRollup } from 'rollup';

/** google-gax looks for its files beside `__dirname`, which an ES module lacks: whoever bundles it has to define it. */
const DIRECTORY = 'const __dirname = import.meta.dirname, __filename = import.meta.filename;';

/** esbuild leaves `require` of Node's own modules in an ES module: whoever bundles CommonJS has to define that, too. */
const REQUIRE = `import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);`;

/** NodeSDK's own ES modules ask for their URL, which CommonJS lacks. */
const URL = "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;";

export const esbuild =
  (format: 'cjs' | 'esm') =>
  async (directory: string): Promise<void> => {
    await build({
      entryPoints: [join(directory, 'app.mjs')],
      outfile: join(directory, format === 'cjs' ? 'bundle.cjs' : 'bundle.mjs'),
      bundle: true,
      platform: 'node',
      format,
      logLevel: 'error',
      ...(format === 'esm'
        ? { banner: { js: REQUIRE + DIRECTORY } }
        : { banner: { js: URL }, define: { 'import.meta.url': 'importMetaUrl' } }),
    });
  };

/** Their types say that the module is the function's namespace, as it is in CommonJS; here it is the function. */
const callable = <Plugin>(module: { readonly default: Plugin }): Plugin => module as unknown as Plugin;

export const rollup = async (directory: string): Promise<void> => {
  const bundle = await bundleByRollup({
    input: join(directory, 'app.mjs'),
    plugins: [
      nodeResolve({ preferBuiltins: true, exportConditions: ['node'] }),
      callable(commonjs)(),
      callable(json)(),
    ],
    onLog() {},
  });
  await bundle.write({
    file: join(directory, 'bundle.mjs'),
    format: 'es',
    inlineDynamicImports: true,
    intro: DIRECTORY,
  });
  await bundle.close();
};

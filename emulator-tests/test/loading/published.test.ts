import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { serviceNames, services } from '../../services/index.ts';

const run = promisify(execFile);

/** What an ES module can import by name from the package as it is built: Node reads the names out of its text. */
const namesIn = async (name: string): Promise<string[]> => {
  const program = `import * as all from ${JSON.stringify(name)}; console.log(JSON.stringify(Object.keys(all)));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: import.meta.dirname,
  });
  return (JSON.parse(stdout) as string[]).filter((key) => key !== 'default' && key !== 'module.exports');
};

// `src/bundle.ts` of a package lists its values once more, since a bundler would make a getter for each.
test.each<[name: string, index: string]>([
  ['@gcp-otel/shared', '../../../shared/src/index.ts'],
  ...serviceNames.map((service): [string, string] => [
    services[service].plugin.package,
    `../../../plugins/${service}/src/index.ts`,
  ]),
])('%s has all that its index exports', async (name, index) => {
  const exports: object = require(index);
  expect((await namesIn(name)).toSorted()).toEqual(Object.keys(exports).toSorted());
});

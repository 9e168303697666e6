/**
 * Tries the plugins on the releases of the clients that they support.
 *
 *     npm run test:versions                       every scenario on the lowest and newest release of each major, on every Node
 *     npm run test:versions -- --node-24          on the Node that runs this only
 *     npm run test:versions -- --newest           on the newest release of each client only
 *     npm run test:versions -- --accept           records what a release does otherwise
 *     npm run test:versions -- --minors           every call once on every minor release, as npm has them today
 *     npm run test:versions -- --sample           on the lowest, the newest, and three in between: others each day
 *     npm run test:versions -- --sample --seed=N  on those of another day
 *     npm run test:versions -- --all              the first and the minors
 *
 * Words after these choose the releases that have them in their names: `-- --minors genai@2.9`.
 */
import { testReleases } from './full.ts';
import { testMinors } from './minors/table.ts';

const args = process.argv.slice(2);
const has = (flag: string) => args.includes(`--${flag}`);
const words = args.filter((arg) => !arg.startsWith('--'));

/** A client that is asked for a metadata server would look for the network. */
process.env['METADATA_SERVER_DETECTION'] = 'none';

const today = Number(new Date().toISOString().slice(0, 10).replaceAll('-', ''));
const given = args.find((arg) => arg.startsWith('--seed='))?.slice('--seed='.length);
const seed = has('sample') ? Number(given ?? today) : undefined;

const results: (number | undefined)[] = [];
if (!has('minors') && !has('sample'))
  results.push(
    await testReleases({
      accepts: has('accept'),
      onThisNode: has('node-24'),
      newest: has('newest'),
      words,
    }),
  );
if (has('minors') || has('sample') || has('all')) {
  if (seed !== undefined) process.stdout.write(`The releases in between are those of --seed=${seed}\n`);
  results.push(await testMinors({ seed, words }));
}

if (results.every((result) => result === undefined)) {
  process.stderr.write(`test:versions: no release has "${words.join(' ')}" in its name\n`);
  process.exitCode = 2;
} else process.exitCode = results.some(Boolean) ? 1 : 0;

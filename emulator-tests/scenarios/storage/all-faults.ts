import type { Scenario } from '../../harness/scenario.ts';
import { plainNames, useUpAll, withCallbacks } from '../../suites/calls.ts';
import { calls as table } from './calls.ts';
import { isKnownUpstream, storageKit, type Client } from './kit.ts';

/**
 * The scripted server's vocabulary, by what is tried together: with more, requests are refused that nobody asked to be. What breaks
 * connections comes last, and apart: they are shared, and it breaks others' requests too.
 */
const groups = [
  ['fine', 'slow_first', 'missing'],
  ['http_400', 'http_401', 'http_403'],
  ['http_404', 'http_409', 'http_412'],
  ['http_416', 'session_503_once', 'session_403'],
  ['corrupt'],
  ['chunk_503_1', 'chunk_410', 'http_429_once'],
  ['http_500_once', 'http_503_2', 'http_503'],
  ['reset_once', 'reset'],
  ['truncated'],
] as const;

export const faults = groups.flat();

export const calls = withCallbacks(table);

/** A download that is found to be corrupt breaks the connections of all that is under way beside it: it is tried after the others. */
const downloads = /download|createReadStream/;
const apart = [false, true].map((downloading) =>
  Object.fromEntries(Object.entries(calls).filter(([title]) => downloads.test(title) === downloading)),
);

const scenario: Scenario<Client> = async (client, tools) => {
  const escaped: string[] = [];
  process.on('unhandledRejection', (reason) => {
    if (!isKnownUpstream(reason)) escaped.push(`unhandled: ${String(reason)}`);
  });
  process.on('uncaughtException', (error) => escaped.push(`uncaught: ${String(error)}`));
  const names = (fault: string) => (nth: number) => {
    const id = tools.unique(`${fault}-${nth}`);
    return { ...plainNames, id, group: id };
  };
  const kit = storageKit(client, tools);
  const seen: Record<string, number | string> = {};
  for (const group of groups) {
    const some = group.map((fault) => [fault, names(fault)] as const);
    for (const part of group.some((fault) => fault === 'corrupt') ? apart : [calls])
      // oxlint-disable-next-line no-await-in-loop -- see above
      Object.assign(seen, await useUpAll(part, kit, Object.fromEntries(some)));
  }
  await tools.delay(1_000);
  return { seen, escaped };
};

export default scenario;

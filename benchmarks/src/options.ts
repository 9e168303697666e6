import { parseArgs, types } from 'node:util';

export interface Options {
  readonly help: boolean;
  /** Whether to print a JSON array instead of a table. */
  readonly json: boolean;
  /** Whether to measure only counts, and to fail if any is worse than recorded. */
  readonly counted: boolean;
  /** Whether to record the counts instead. */
  readonly accept: boolean;
  /** A part of the names of the figures to measure. Empty: all. */
  readonly only: string;
}

export const usage = `Usage: npm run bench -- [options]

What the instrumentations cost, as the ratio to hand-written spans where there
is something to compare with. Takes about five minutes.

Options:
  --json     print one JSON array of { name, value, unit, target, met }
  --only x   only figures with x in their name
  --counted  only bytes, files and turns of the event loop, which no busy machine
             changes; fails where one is worse than what is recorded
  --accept   with --counted: record them there instead
  --help     show this text
`;

/** Throws an error whose message is one line for the user. */
export const parseOptions = (args: string[]): Options => {
  const options = {
    help: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    counted: { type: 'boolean', default: false },
    accept: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  } as const;
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    // Node's message continues with advice about positional arguments, which do not exist here.
    const message = types.isNativeError(error) ? error.message : String(error);
    const [reason] = message.split('. ');
    throw new Error(`${reason} (see --help)`, { cause: error });
  }
};

import { parseArgs } from 'node:util';
import { messageOf } from './errors.ts';

export interface Options {
  readonly help: boolean;
  /** What goes to stdout: trees and the bill for people, or one JSON object for programs. */
  readonly format: 'tree' | 'json';
  /** Where the telemetry goes besides stdout. */
  readonly exporter: 'none' | 'otlp';
}

export const usage = `Usage: npm run demo -- [options]

A small order service on Firestore, Cloud Storage, Spanner and Vertex AI: every
request it serves becomes a trace, and the run ends with what it would have cost.

Options:
  --format tree|json    trees and the bill, or both as one JSON object (default: tree)
  --exporter none|otlp  also send traces and metrics to OTEL_EXPORTER_OTLP_ENDPOINT,
                        by default http://localhost:4318 (default: none)
  --help                show this text

With FIRESTORE_EMULATOR_HOST, STORAGE_EMULATOR_HOST or SPANNER_EMULATOR_HOST set,
that emulator is used; otherwise one is started.
`;

/** Throws an error whose message is one line for the person who typed the options. */
export function parseOptions(args: string[]): Options {
  const { values } = parse(args);
  return {
    help: values.help,
    format: oneOf('format', ['tree', 'json'], values.format),
    exporter: oneOf('exporter', ['none', 'otlp'], values.exporter),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        help: { type: 'boolean', default: false },
        format: { type: 'string', default: 'tree' },
        exporter: { type: 'string', default: 'none' },
      },
    });
  } catch (error) {
    // Node's message goes on with advice about positional arguments, of which there are none here.
    const [reason] = messageOf(error).split('. ');
    throw new Error(`${reason} (see --help)`, { cause: error });
  }
}

function oneOf<const Choice extends string>(
  option: string,
  choices: readonly Choice[],
  value: string,
): Choice {
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) {
    throw new Error(`--${option} must be ${choices.join(' or ')}, not '${value}' (see --help)`);
  }
  return choice;
}

import { SamplingDecision } from '@opentelemetry/sdk-trace';
import { match } from 'node:assert/strict';
import type { Measure } from '../harness.ts';
import { witnessed } from '../proof.ts';
import type { Samples } from '../statistics.ts';
import { instrumentedPair, measureCalls, type Subject } from '../subject.ts';
import { registerTracing } from '../telemetry.ts';
import { type Library, QUERY } from './library.ts';

/** The next statement to run. */
type Statements = () => string;

/** The same statement with literals instead of parameters. */
const written = "SELECT id, name FROM users WHERE age >= 18 AND city = 'Paris' ORDER BY age LIMIT 20";

/** The summary is cached from the second time on; the literals are masked each time. */
export const LITERALS: Statements = () => written;

let made = 0;

/** A new statement each time, as in an application that writes data into statements. Its summary is not cached. */
export const NEW: Statements = () => written.replace('18', String(++made));

const large = `SELECT id FROM users WHERE id IN (${'1234567, '.repeat(2 ** 20 / 9)}0)`;

/** 1 MiB, which is too long for its summary to be cached. */
export const LARGE: Statements = () => large;

/**
 * What reading a statement adds, with the plugin on both sides. Throws if the span has its data.
 *
 * @param kibibytes the size of a statement that is measured by its length
 */
export const besideParameters =
  (subject: Subject<Library>, statements: Statements, kibibytes = 1) =>
  async (measure: Measure): Promise<Samples> => {
    const witness = registerTracing(SamplingDecision.RECORD_AND_SAMPLED);
    const { library } = instrumentedPair(subject, ({ Database }) => Database.prototype.run);
    const { database } = library;
    const instrumented = () => database.run({ sql: statements() });
    const { spans } = await witnessed(instrumented, witness);
    for (const { attributes } of spans) match(String(attributes['db.query.text']), /^\D+\?\D+$/);
    return measureCalls(measure, { bare: () => database.run(QUERY), instrumented }, kibibytes);
  };

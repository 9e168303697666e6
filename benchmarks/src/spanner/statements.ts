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

/** The one with parameters, with its data in it. */
const written = "SELECT id, name FROM users WHERE age >= 18 AND city = 'Paris' ORDER BY age LIMIT 20";

/** Its summary is known from the second time on; its literals are masked each time. */
export const LITERALS: Statements = () => written;

let made = 0;

/** One that was never seen before, as those of an application are that writes data into them: it has no summary yet. */
export const NEW: Statements = () => written.replace('18', String(++made));

const large = `SELECT id FROM users WHERE id IN (${'1234567, '.repeat(2 ** 20 / 9)}0)`;

/** 1 MiB, too long for its summary to be kept. */
export const LARGE: Statements = () => large;

/**
 * With the plugin on both sides: what reading the statement adds. Throws if its data is in the span.
 *
 * @param kibibytes Of a statement that is measured by its length
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

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { masked } from '../src/sql';
import { summarized } from '../src/sql-summary';

/**
 * The semantic conventions' own cases, which any reader of SQL has to pass (Apache-2.0):
 * https://github.com/open-telemetry/semantic-conventions/tree/main/docs/non-normative/database-test-cases
 */
const file = join(__dirname, 'db-sql-test-cases.json');
const cases = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly name: string;
  readonly input: { readonly query: string };
  readonly expected: { readonly 'db.query.text': readonly string[]; readonly 'db.query.summary': string };
}[];

describe.each(['google', 'postgres', 'unknown'] as const)('as %s', (dialect) => {
  test.each(cases)('$name', ({ input: { query }, expected }) => {
    expect(expected['db.query.text']).toContain(masked(query, dialect));
    expect(summarized(query, dialect)).toBe(expected['db.query.summary']);
  });
});

import { describe, expect, test } from '@jest/globals';
import { masked } from '../src/sql';
import { summarized } from '../src/sql-summary';
import { cases } from './sql-cases';

describe('every case', () => {
  test.each(cases)('%s: %j', (dialect, [sql, text, summary]) => {
    expect({ text: masked(sql, dialect), summary: summarized(sql, dialect) }).toEqual({ text, summary });
  });
});

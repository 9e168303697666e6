import { expect, test } from '@jest/globals';
import { parseOptions } from '../src/options.ts';

test('options are understood', () => {
  const none = { help: false, json: false, counted: false, accept: false, only: '' };
  expect(parseOptions([])).toEqual(none);
  expect(parseOptions(['--json', '--help'])).toEqual({ ...none, help: true, json: true });
  expect(parseOptions(['--counted', '--accept'])).toEqual({ ...none, counted: true, accept: true });
  expect(parseOptions(['--only', 'chunk'])).toEqual({ ...none, only: 'chunk' });
});

test.each([
  [['--jsno'], "Unknown option '--jsno' (see --help)"],
  [['--only'], "Option '--only <value>' argument missing (see --help)"],
  [['json'], "Unexpected argument 'json' (see --help)"],
])('%j is one clear line', (args, message) => {
  expect(() => parseOptions(args)).toThrow(expect.objectContaining({ message }));
});

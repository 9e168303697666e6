import { expect, test } from '@jest/globals';
import { parseOptions } from '../src/options.ts';

test('options are understood', () => {
  const none = { help: false, json: false, counted: false, accept: false };
  expect(parseOptions([])).toEqual(none);
  expect(parseOptions(['--json', '--help'])).toEqual({ ...none, help: true, json: true });
  expect(parseOptions(['--counted', '--accept'])).toEqual({ ...none, counted: true, accept: true });
});

test.each([
  [['--jsno'], "Unknown option '--jsno' (see --help)"],
  [['json'], "Unexpected argument 'json' (see --help)"],
])('%j is one clear line', (args, message) => {
  expect(() => parseOptions(args)).toThrow(expect.objectContaining({ message }));
});

import { expect, test } from '@jest/globals';
import { parseOptions } from '../src/options.ts';

test('options are understood', () => {
  expect(parseOptions([])).toEqual({ help: false, json: false });
  expect(parseOptions(['--json', '--help'])).toEqual({ help: true, json: true });
});

test.each([
  [['--jsno'], "Unknown option '--jsno' (see --help)"],
  [['json'], "Unexpected argument 'json' (see --help)"],
])('%j is one clear line', (args, message) => {
  expect(() => parseOptions(args)).toThrow(expect.objectContaining({ message }));
});

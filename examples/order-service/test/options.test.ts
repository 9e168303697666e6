import { expect, test } from '@jest/globals';
import { parseOptions } from '../src/options.ts';

test('without options it draws trees and sends nothing', () => {
  expect(parseOptions([])).toEqual({ help: false, format: 'tree', exporter: 'none' });
});

test('options are understood', () => {
  expect(parseOptions(['--format', 'json', '--exporter=otlp', '--help'])).toEqual({
    help: true,
    format: 'json',
    exporter: 'otlp',
  });
});

test.each([
  [['--fromat', 'json'], "Unknown option '--fromat' (see --help)"],
  [['json'], "Unexpected argument 'json' (see --help)"],
  [['--format'], "Option '--format <value>' argument missing (see --help)"],
  [['--format', 'xml'], "--format must be tree or json, not 'xml' (see --help)"],
  [['--exporter', 'zipkin'], "--exporter must be none or otlp, not 'zipkin' (see --help)"],
])('%j is one clear line', (args, message) => {
  expect(() => parseOptions(args)).toThrow(expect.objectContaining({ message }));
});

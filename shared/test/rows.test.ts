import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { services } from '../../emulator-tests/services/index.ts';
import { defineOperations, type Operation } from '@gcp-otel/shared';

const described = () => ({ attributes: {} });
const row: Operation = { operation: 'get', returns: 'promise', describe: described };

test('a wrong row does not compile', () => {
  const table = (get: Operation) => defineOperations({ Box: { files: ['box.js'], methods: { get } } });
  expect(table(row).Box.methods.get).toBe(row);

  // @ts-expect-error -- no such return kind
  table({ ...row, returns: 'promises' });
  // @ts-expect-error -- an operation is described
  table({ operation: 'get', returns: 'promise' });
  // @ts-expect-error -- a description has attributes
  table({ ...row, describe: () => ({ target: 'boxes' }) });
  // @ts-expect-error -- attributes have values that can be exported
  table({ ...row, outcome: () => ({ rows: new Map() }) });
  // @ts-expect-error -- a condition answers yes or no
  table({ ...row, when: () => 'yes' });
  // @ts-expect-error -- attempts are counted in an attribute
  table({ ...row, attempts: {} });
  // @ts-expect-error -- no row has this
  table({ ...row, retuns: 'stream' });
  // @ts-expect-error -- a class is found in a file
  defineOperations({ Box: { methods: { get: row } } });
});

test('the engine names no service', () => {
  const source = join(__dirname, '../src');
  const named = globSync('**/*.ts', { cwd: source }).flatMap((file) =>
    readFileSync(join(source, file), 'utf8')
      .split('\n')
      .filter((line) => Object.values(services).some(({ words }) => words.test(line)))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(named).toEqual([]);
});

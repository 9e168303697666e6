import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { engine } from '../../scripts/planted-faults/engine.mts';
import { plugins } from '../../scripts/planted-faults/plugins.mts';

const root = join(__dirname, '..', '..');

test.each([...engine, ...plugins].map((fault) => [fault.what, fault] as const))(
  'what is to be replaced is in the sources once: %s',
  (_, { file, before }) => {
    expect(readFileSync(join(root, file), 'utf8').split(before)).toHaveLength(2);
  },
);

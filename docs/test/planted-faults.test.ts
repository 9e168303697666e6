import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Fault } from '../../scripts/planted-faults/fault.mts';

const root = join(__dirname, '..', '..');
const services = readdirSync(join(root, 'plugins'));
const all = ['engine', ...services].flatMap(
  (name) => (require(`../../scripts/planted-faults/${name}.mts`) as { faults: readonly Fault[] }).faults,
);

test.each(all.map((fault) => [fault.what, fault] as const))(
  'what is to be replaced is in the sources once: %s',
  (_, { file, before }) => {
    expect(readFileSync(join(root, file), 'utf8').split(before)).toHaveLength(2);
  },
);

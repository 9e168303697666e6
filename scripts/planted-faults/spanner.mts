import { type Fault, faultsIn } from './fault.mts';

export const faults: readonly Fault[] = [
  ...faultsIn(
    'plugins/spanner/src/sql.ts',
    [
      'numbers stay in statements',
      "return kind === 'string' || kind === 'number' || kind === 'unreadable';",
      "return kind === 'string' || kind === 'unreadable';",
    ],
    [
      'what cannot be read is recorded',
      "return kind === 'string' || kind === 'number' || kind === 'unreadable';",
      "return kind === 'string' || kind === 'number';",
    ],
    ['comments stay in statements', 'dropped = commented = true;\n      continue;', 'commented = true;'],
  ),
  ...faultsIn('plugins/spanner/src/operations.ts', [
    'a rollback of nothing has a span',
    "rollback: call('rollback', { details: transactions.read, when: hasBegun })",
    "rollback: call('rollback', { details: transactions.read })",
  ]),
  ...faultsIn(
    'plugins/spanner/src/sql-lexer.ts',
    [
      'a quote may touch a word',
      "return last.kind !== 'word' || !TYPED.test(sql.slice(last.start, start));",
      'return false;',
    ],
    [
      'a string that never ends is the last there is',
      'return this.isCut ? this.unreadable() : this.breaks(this.position);',
      'return this.unreadable();',
    ],
    [
      'an E-string ends with its line',
      'else if (escapes && this.continues(after, GOES_ON)) from = at = this.position;',
      '',
    ],
  ),
  ...faultsIn('plugins/spanner/src/retries.ts', [
    'a write whose own transaction is tried again has failed',
    'else if (isStep(call)) call.fail(args[0]);',
    'else call.fail(args[0]);',
  ]),
];

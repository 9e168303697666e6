import type { SeenSpan } from '../../../../shared/test/telemetry';
import { caseList } from '../../../../shared/test/cases';
import { attribute, call, internal, text, users } from '../support';

const { cases, calls } = caseList();

const listened = (after: SeenSpan[], ...first: object[]) => [call('listen', 'users', ...first), ...after];
const untilSecond = (listen: (hear: () => void) => () => void) => () =>
  new Promise<void>((resolve) => {
    let heard = 0;
    const stop = listen(() => {
      if (++heard < 2) return;
      stop();
      setImmediate(resolve);
    });
  });
const snapshot = (size: number): SeenSpan => ({
  ...internal(
    'snapshot',
    'users',
    attribute({ 'listen.size': size, 'listen.changes': 1, 'billing.reads': 1, 'billing.precision': 'exact' }),
    [],
  ),
  links: 1,
});
calls(
  'Query.onSnapshot',
  'two snapshots',
  untilSecond((hear) => users().onSnapshot(hear)),
  ...listened(
    [snapshot(3)],
    attribute({ 'listen.size': 3, 'listen.changes': 3, 'billing.reads': 3, 'billing.precision': 'exact' }),
    text('SELECT * FROM users'),
  ),
);
calls(
  'DocumentReference.onSnapshot',
  'two snapshots',
  untilSecond((hear) => users().doc('u1').onSnapshot(hear)),
  ...listened(
    [snapshot(1)],
    attribute({ 'listen.size': 1, 'listen.changes': 1, 'billing.reads': 1, 'billing.precision': 'exact' }),
  ),
);

export const listenerCases = cases;

import { withCallbacks, type Call, type Calls } from '../../suites/calls.ts';
import { observing } from '../../suites/invisibility/observe.ts';
import { calls as rightCalls } from './calls.ts';
import { spannerKit, type Client, type Kit } from './kit.ts';

const wrong = (
  returns: Call<Kit>['returns'],
  target: (kit: Kit) => object,
  method: string,
  ...args: unknown[]
): Call<Kit> => ({ returns, make: (kit) => ({ target: target(kit), method, args }) });

/** Calls that the client refuses before it sends anything: some it throws for, some it rejects. */
const wrongCalls: Calls<Kit> = {
  'database.run(an undefined parameter)': wrong('promise', ({ database }) => database, 'run', {
    sql: 'SELECT 1',
    params: { a: undefined },
  }),
  'database.runStream(an undefined parameter)': wrong('stream', ({ database }) => database, 'runStream', {
    sql: 'SELECT 1',
    params: { a: undefined },
  }),
  'database.runTransactionAsync(throws)': wrong(
    'promise',
    ({ database }) => database,
    'runTransactionAsync',
    () => {
      throw new RangeError('own');
    },
  ),
  'table.insert(rows of different columns)': wrong(
    'promise',
    ({ database }) => database.table('a'),
    'insert',
    [{ a: 1 }, { b: 1 }],
  ),
  'database.updateSchema()': wrong('promise', ({ database }) => database, 'updateSchema'),
  'spanner.instance()': wrong('promise', ({ spanner }) => spanner, 'instance'),
};

/** An id becomes the name of a table, which has no hyphen. */
const onTables = (all: Calls<Kit>): Calls<Kit> =>
  Object.fromEntries(
    Object.entries(all).map(([title, call]) => [
      title,
      {
        ...call,
        make: (kit, names, listeners) =>
          call.make(kit, { ...names, id: names.id.replaceAll('-', '__') }, listeners),
      },
    ]),
  );

export const calls: Calls<Kit> = onTables(withCallbacks({ ...rightCalls, ...wrongCalls }));

export default observing<Client, Kit>(spannerKit, calls, {
  ids: () => ['fine', 'permission_denied', 'midstream_permission_denied', 'unavailable_once'],
  atOnce: 150,
  patienceMs: 1_500,
});

import type { Database, Spanner } from '@google-cloud/spanner';
import type { Order } from './orders.ts';

const schema = [
  'CREATE TABLE Accounts (Account STRING(36), Balance INT64 NOT NULL) PRIMARY KEY (Account)',
  `CREATE TABLE Payments (OrderId STRING(36), Customer STRING(36), Amount INT64, Balance INT64)
     PRIMARY KEY (OrderId)`,
];

const booking = 'UPDATE Accounts SET Balance = Balance + @amount WHERE Account = @account';
const balance = 'SELECT Balance FROM Accounts WHERE Account = @account';

/** The ledger, in Spanner: every payment, on both of its accounts. */
export class Payments {
  readonly #spanner: Spanner;
  /** Made when it is first needed: the ledger has to be there by then. */
  #database: Database | undefined;

  constructor(spanner: Spanner) {
    this.#spanner = spanner;
  }

  /** Makes the ledger with its accounts. What is there from an earlier day stays as it is. */
  async open(): Promise<void> {
    const config = { config: 'emulator-config', nodes: 1, displayName: 'The shop' };
    const accounts = ['cash', 'sales'].map((account) => ({ Account: account, Balance: 0 }));
    await unlessThere(async () => over(await this.#spanner.createInstance('shop', config)));
    await unlessThere(async () =>
      over(await this.#spanner.instance('shop').createDatabase('ledger', { schema })),
    );
    await unlessThere(() => this.#ledger().table('Accounts').insert(accounts));
  }

  /**
   * All or nothing. Of payments that are booked at the same time Spanner aborts all but one, for they change the same
   * accounts: the client runs their transactions again.
   */
  async book({ id, customer, total }: Order): Promise<void> {
    await this.#ledger().runTransactionAsync(async (transaction) => {
      await transaction.batchUpdate([
        { sql: booking, params: { account: 'cash', amount: total } },
        { sql: booking, params: { account: 'sales', amount: total } },
      ]);
      const [accounts] = await transaction.run({ sql: balance, params: { account: 'sales' } });
      const { Balance = null } = accounts[0]?.toJSON() ?? {};
      transaction.insert('Payments', { OrderId: id, Customer: customer, Amount: total, Balance });
      await transaction.commit();
    });
  }

  #ledger(): Database {
    return (this.#database ??= this.#spanner.instance('shop').database('ledger'));
  }
}

/** Resolves when what was started is over. */
async function over([, operation]: readonly [unknown, { promise(): Promise<unknown> }, ...unknown[]]) {
  await operation.promise();
}

/** gRPC's code for what is there already. */
const ALREADY_EXISTS = 6;

async function unlessThere(make: () => Promise<unknown>): Promise<void> {
  await make().catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === ALREADY_EXISTS)) throw error;
  });
}

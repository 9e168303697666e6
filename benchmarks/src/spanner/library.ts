import type { Readable } from 'node:stream';
import { answer, AT_ONCE, type Push, repeated } from '../stub.ts';

/** A query. With parameters, its text is recorded as written. */
export interface Query {
  readonly sql: string;
  readonly params?: object;
}

export const QUERY: Query = {
  sql: 'SELECT id, name FROM users WHERE age >= @age AND city = @city ORDER BY age LIMIT 20',
  params: { age: 18, city: 'Paris' },
};

const ROW = { id: 1, name: 'Ada' };
const ROWS: readonly object[] = Array.from({ length: 20 }, () => ROW);
const FOUND: Found = [ROWS, undefined, undefined];

export type Found = readonly [rows: readonly object[], stats: undefined, metadata: undefined];

/** Requests have ids. The same id for all makes spans comparable. */
const REQUEST = { headers: { 'x-goog-spanner-request-id': '1.0000000000000001.1.1.1.1' } };

type Prepared = (error: null, request: () => Promise<void>) => void;

/**
 * A client that gets responses on the next microtask, so that only the overhead around it is measured. It has the private
 * fields and methods that the plugin uses, and prepares each request as the client does. Each call of this function
 * defines new classes, of which some are instrumented.
 */
export const defineLibrary = () => {
  class Spanner {
    readonly baseUrl = 'spanner.googleapis.com';
    readonly options = { port: 443 };

    prepareGapicRequest_(_config: typeof REQUEST, callback: Prepared): void {
      callback(null, () => answer);
    }
  }

  const spanner = new Spanner();

  const send = (): Promise<void> =>
    new Promise((resolve) => {
      spanner.prepareGapicRequest_(REQUEST, (_error, request) => resolve(request()));
    });

  const instance = { formattedName_: 'projects/shop/instances/eu', parent: spanner };

  class Database {
    readonly formattedName_ = 'projects/shop/instances/eu/databases/orders';
    readonly instance = instance;

    async run(_query: Query): Promise<Found> {
      await send();
      return FOUND;
    }

    runStream(_query: Query, rows: number, push: Push = AT_ONCE): Readable {
      return repeated(ROW, rows, push);
    }

    async runTransactionAsync<Result>(run: (transaction: Transaction) => Promise<Result>): Promise<Result> {
      await answer;
      return run(new Transaction());
    }
  }

  const database = new Database();

  class Snapshot {
    readonly session = { parent: database, metadata: { multiplexed: true } };
    readonly _options = { readWrite: {} };
    readonly requestOptions = {};
    readonly id = 'begun';

    async run(_query: Query): Promise<Found> {
      await send();
      return FOUND;
    }
  }

  class Dml extends Snapshot {}

  class Transaction extends Dml {
    readonly _queuedMutations = [];

    async commit(): Promise<readonly [object]> {
      await send();
      return [{}];
    }
  }

  return { Spanner, Database, Snapshot, Transaction, database };
};

export type Library = ReturnType<typeof defineLibrary>;

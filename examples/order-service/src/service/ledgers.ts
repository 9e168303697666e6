import { pipeline } from 'node:stream/promises';
import type { Bucket, Storage } from '@google-cloud/storage';
import type { DocumentData } from '@google-cloud/firestore';

const columns = ['placedAt', 'status', 'total'];

/** What the bookkeeper gets: a table of all orders in the bucket `ledgers`. */
export class Ledgers {
  readonly #bucket: Bucket;

  constructor(storage: Storage) {
    this.#bucket = storage.bucket('ledgers');
  }

  /** Orders go from Firestore to Cloud Storage one by one: there is never more than a few of them in memory. */
  async write(month: string, orders: AsyncIterable<DocumentData>): Promise<void> {
    await pipeline(toCsv(orders), this.#file(month).createWriteStream({ contentType: 'text/csv' }));
  }

  /** Reads until the first line is there, and leaves the rest. */
  async columnsOf(month: string): Promise<string[]> {
    let text = '';
    for await (const chunk of this.#file(month).createReadStream()) {
      text += String(chunk);
      if (text.includes('\n')) break;
    }
    return (text.split('\n')[0] ?? '').split(',');
  }

  #file(month: string) {
    return this.#bucket.file(`${month}.csv`);
  }
}

async function* toCsv(orders: AsyncIterable<DocumentData>): AsyncGenerator<string> {
  yield `${columns.join(',')}\n`;
  for await (const { placedAt, status, total } of orders)
    yield `${placedAt.toDate().toISOString()},${status},${total}\n`;
}

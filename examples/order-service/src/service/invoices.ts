import type { Bucket, File, Storage } from '@google-cloud/storage';
import type { Order } from './orders.ts';

/** The customers' invoices, one text file for each order: `{customer}/{order}.csv` in the bucket `invoices`. */
export class Invoices {
  readonly #bucket: Bucket;

  constructor(storage: Storage) {
    this.#bucket = storage.bucket('invoices');
  }

  async write(order: Order): Promise<void> {
    const lines = order.lines.map(({ sku, quantity, price }) => `${sku},${quantity},${price}\n`);
    const text = [totalLine(order.total), 'sku,quantity,price\n', ...lines].join('');
    // Small enough for one request: a resumable upload needs a second one to begin with.
    await this.of(order.customer, order.id).save(text, { contentType: 'text/csv', resumable: false });
  }

  of(customer: string, order: string): File {
    return this.#bucket.file(`${customer}/${order}.csv`);
  }

  /** What a customer's invoices come to, without reading the whole of any. */
  async totalsOf(customer: string): Promise<number[]> {
    const [files] = await this.#bucket.getFiles({ prefix: `${customer}/`, maxResults: 10 });
    return Promise.all(files.map(readTotal));
  }
}

/** The first line of an invoice. It always has the same length, so that it can be read on its own. */
const totalLine = (total: number) => `total,${String(total).padStart(9)}\n`;

async function readTotal(file: File): Promise<number> {
  const [line] = await file.download({ start: 0, end: totalLine(0).length - 1 });
  return Number(line.toString().split(',')[1]);
}

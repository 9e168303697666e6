import {
  AggregateField,
  type CollectionReference,
  type DocumentData,
  type DocumentSnapshot,
  type Firestore,
  Timestamp,
} from '@google-cloud/firestore';

/** Prices are in cents. */
export interface Product {
  readonly name: string;
  readonly price: number;
  readonly stock: number;
}

/** One line of an order: so many of one product. */
export interface Line {
  readonly sku: string;
  readonly quantity: number;
}

/** What a customer buys. */
export interface Sale {
  readonly customer: string;
  readonly lines: readonly Line[];
}

/** An order that was placed, with what its lines cost. */
export interface Order {
  readonly id: string;
  readonly customer: string;
  readonly lines: readonly (Line & Pick<Product, 'price'>)[];
  readonly total: number;
}

export class OutOfStock extends Error {
  override readonly name = 'OutOfStock';
}

export class UnknownOrder extends Error {
  override readonly name = 'UnknownOrder';
}

/**
 * The shop's data: `customers`, `products`, and `orders` with their `lines` below them.
 * There is no tracing code here, nor anywhere else in the service.
 */
export class Orders {
  readonly #db: Firestore;
  readonly #customers: CollectionReference;
  readonly #products: CollectionReference;
  readonly #orders: CollectionReference;

  constructor(db: Firestore) {
    this.#db = db;
    this.#customers = db.collection('customers');
    this.#products = db.collection('products');
    this.#orders = db.collection('orders');
  }

  async importProducts(catalogue: Readonly<Record<string, Product>>): Promise<void> {
    const writer = this.#db.bulkWriter();
    const writes = Object.entries(catalogue).map(([sku, product]) =>
      writer.set(this.#products.doc(sku), product),
    );
    await Promise.all([...writes, writer.close()]);
  }

  async signUp(customer: string, name: string): Promise<void> {
    await this.#customers.doc(customer).set({ name });
  }

  /** Sales that were made offline. None is booked before the stock for each was seen: what is short is known first. */
  placeAll(sales: readonly Sale[]): Promise<Order[]> {
    const unseen = new Set(sales);
    const waiting: (() => void)[] = [];
    const see = (sale: Sale) => {
      unseen.delete(sale);
      if (unseen.size === 0) for (const go of waiting.splice(0)) go();
    };
    const place = async (sale: Sale): Promise<Order> => {
      const seen = () =>
        new Promise<void>((go) => {
          waiting.push(go);
          see(sale);
        });
      // One that fails before is waited for no longer.
      return this.place(sale, seen).finally(() => see(sale));
    };
    return Promise.all(sales.map(place));
  }

  /**
   * All or nothing: the order exists and the stock of its products is lower, or nothing happened.
   * `seen` is waited for between the look at the stock and the booking.
   */
  place({ customer, lines }: Sale, seen?: () => Promise<void>): Promise<Order> {
    return this.#db.runTransaction(async (tx) => {
      const products = await tx.getAll(...lines.map(({ sku }) => this.#products.doc(sku)));
      await seen?.();
      const priced = lines.map((line, index) => {
        const product = products[index]?.data();
        if (!product || product.stock < line.quantity) throw new OutOfStock(line.sku);
        tx.update(this.#products.doc(line.sku), { stock: product.stock - line.quantity });
        return { ...line, price: product.price };
      });
      const total = priced.reduce((sum, { price, quantity }) => sum + price * quantity, 0);
      const order = this.#orders.doc();
      tx.create(order, { customer, status: 'open', total, placedAt: Timestamp.now() });
      for (const line of lines) tx.create(order.collection('lines').doc(line.sku), line);
      return { id: order.id, customer, lines: priced, total };
    });
  }

  async find(id: string): Promise<DocumentData> {
    const order = await this.#get(id);
    const lines = await order.ref.collection('lines').get();
    return { ...order.data(), lines: lines.docs.map((line) => line.data()) };
  }

  async customerOf(id: string): Promise<string> {
    return (await this.#get(id)).get('customer');
  }

  async statusOf(id: string): Promise<string> {
    return (await this.#get(id)).get('status');
  }

  async ofCustomer(customer: string): Promise<DocumentData[]> {
    const newest = this.#orders.where('customer', '==', customer).orderBy('placedAt', 'desc').limit(10);
    const orders = await newest.get();
    return orders.docs.map((order) => order.data());
  }

  /** All orders, one by one as they come. */
  async *all(): AsyncGenerator<DocumentData> {
    const orders: AsyncIterable<unknown> = this.#orders.orderBy('placedAt').stream();
    for await (const order of orders as AsyncIterable<DocumentSnapshot>) yield order.data() ?? {};
  }

  /** Firestore itself rejects an unknown order: an update needs its document. */
  async ship(id: string): Promise<void> {
    await this.#orders.doc(id).update({ status: 'shipped' });
  }

  async dashboard(): Promise<{ open: number; revenue: number }> {
    const [open, sales] = await Promise.all([
      this.#open().count().get(),
      this.#orders.aggregate({ revenue: AggregateField.sum('total') }).get(),
    ]);
    return { open: open.data().count, revenue: sales.data().revenue };
  }

  /** Calls back with the open orders now and whenever they change, until the returned function is called. */
  watchOpen(onOrders: (ids: string[]) => void, onError: (error: Error) => void): () => void {
    return this.#open().onSnapshot((orders) => onOrders(orders.docs.map((order) => order.id)), onError);
  }

  async #get(id: string): Promise<DocumentSnapshot> {
    const order = await this.#orders.doc(id).get();
    if (!order.exists) throw new UnknownOrder(id);
    return order;
  }

  #open() {
    return this.#orders.where('status', '==', 'open');
  }
}

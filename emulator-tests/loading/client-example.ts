/** A client library in a small application, and what its calls look like when all of them are traced. */
export interface ClientExample {
  readonly package: string;
  /** What the application imports. */
  readonly imports: string;
  /** The calls, in JavaScript: the last one is of a method that only the client's own classes have. */
  readonly calls: string;
  readonly spans: readonly string[];
}

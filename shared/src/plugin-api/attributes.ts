/** What is recorded of a call. The values are those that every backend takes; the API itself would take anything. */
export interface Attributes {
  [attribute: string]: string | number | boolean | readonly string[] | undefined;
}

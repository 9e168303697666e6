/** Attributes of a call. The API accepts any value; these types are the ones that every backend accepts. */
export interface Attributes {
  [attribute: string]: string | number | boolean | readonly string[] | undefined;
}

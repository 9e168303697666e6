/** Those of an object's fields that it has not: a plugin reads them, and no type of the client promises them. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- it is given: only what a plugin declares is a field
export const missing = <Shape>(
  name: string,
  object: unknown,
  ...fields: readonly (keyof Shape & string)[]
): string[] => fields.filter((field) => !(field in Object(object))).map((field) => `${name}.${field}`);

/** What a client has where a release has it: a release without it lacks all of its fields. */
export const attempt = <Made>(make: () => Made): Made | undefined => {
  try {
    return make();
  } catch {
    return undefined;
  }
};

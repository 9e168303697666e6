/** The fields that an object lacks. The plugin reads them, but the client's types do not declare them. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- callers pass it: only fields that a plugin declares are checked
export const missing = <Shape>(
  name: string,
  object: unknown,
  ...fields: readonly (keyof Shape & string)[]
): string[] => fields.filter((field) => !(field in Object(object))).map((field) => `${name}.${field}`);

/** The result of `make`, or `undefined` if the release lacks what it uses. All its fields are then missing. */
export const attempt = <Made>(make: () => Made): Made | undefined => {
  try {
    return make();
  } catch {
    return undefined;
  }
};

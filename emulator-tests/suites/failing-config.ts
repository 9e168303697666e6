/** Functions of the application that fail: they are told of, without what they say. */
export function failingConfig(secret: string) {
  const fails = (): never => {
    throw new Error(`${secret}: what an application's own function says`);
  };
  return { requestHook: fails, responseHook: fails, ignoreOperation: fails };
}

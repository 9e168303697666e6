/** Functions of the application that fail. What they say is the application's to read: it is told. */
const fails = (): never => {
  throw new RangeError('of the application');
};

export const failingConfig = { requestHook: fails, responseHook: fails, ignoreOperation: fails };

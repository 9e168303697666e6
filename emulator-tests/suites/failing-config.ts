/** Functions of the application that throw. Their messages are reported, because they are the application's own. */
const fails = (): never => {
  throw new RangeError('of the application');
};

export const failingConfig = { requestHook: fails, responseHook: fails, ignoreOperation: fails };

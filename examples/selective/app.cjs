// Nothing here knows of tracing.
const { Firestore } = require('@google-cloud/firestore');

const run = async () => {
  const firestore = new Firestore();
  const tea = firestore.doc('teas/assam');
  await tea.set({ stock: 40 });
  console.log('in stock:', (await tea.get()).get('stock'));
  await firestore.terminate();
};

void run();

/**
 * Prices of Cloud Storage with a flat namespace, in US dollars, by type of location and storage class. They are the same in
 * all locations of a type. `parse.ts` has the form of the table.
 * https://cloud.google.com/storage/pricing
 */
export const STORAGE = `
region/standard
  standard: class_a 0.005, class_b 0.0004, retrieval 0
region/nearline
  standard: class_a 0.01?, class_b 0.001??, retrieval 0.01?
region/coldline
  standard: class_a 0.02??, class_b 0.01?, retrieval 0.02?
region/archive
  standard: class_a 0.05??, class_b 0.05??, retrieval 0.05?
multi-region/standard
  standard: class_a 0.01?, class_b 0.0004?, retrieval 0
multi-region/nearline
  standard: class_a 0.02?, class_b 0.001??, retrieval 0.01?
multi-region/coldline
  standard: class_a 0.04??, class_b 0.01?, retrieval 0.02?
multi-region/archive
  standard: class_a 0.1??, class_b 0.05??, retrieval 0.05?
dual-region/standard
  standard: class_a 0.01?, class_b 0.0004?, retrieval 0
dual-region/nearline
  standard: class_a 0.02??, class_b 0.001??, retrieval 0.01?
dual-region/coldline
  standard: class_a 0.04??, class_b 0.01?, retrieval 0.02?
dual-region/archive
  standard: class_a 0.1??, class_b 0.05??, retrieval 0.05?
`;

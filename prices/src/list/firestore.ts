/**
 * Prices of Firestore, Standard edition, in US dollars. `parse.ts` has the form of the table. The page of 2026 has the
 * prices by location in a part that no copy holds: only those of `us-central1` were seen there. The others marked `?` are
 * from copies of about 2023, or from other tables.
 * https://cloud.google.com/firestore/pricing
 */
export const FIRESTORE = `
us-central1
  standard: read 0.03, write 0.09, delete 0.01
us-west1
  standard: read 0.03?, write 0.09?, delete 0.01?
us-east1
  standard: read 0.03??, write 0.09??, delete 0.01??
us-east4
  standard: read 0.033??, write 0.099??, delete 0.011??
us-west2
  standard: read 0.036?, write 0.108?, delete 0.012?
europe-west1
  standard: read 0.033?, write 0.099?, delete 0.011?
europe-west2 europe-west3
  standard: read 0.039??, write 0.117??, delete 0.013??
asia-northeast1
  standard: read 0.038?, write 0.115?, delete 0.013?
me-central1
  standard: read 0.036?, write 0.109?, delete 0.012?
nam5 eur3
  standard: read 0.06?, write 0.18?, delete 0.02?
nam7
  standard: read 0.06??, write 0.18??, delete 0.02??
`;

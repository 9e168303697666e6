/** Writes the dashboards and the alerting rules, which are made from one table of panels. */
import { writeFileSync } from 'node:fs';
import { dashboardFiles } from '../dashboards/files.mts';

for (const [path, text] of Object.entries(dashboardFiles())) writeFileSync(path, text);

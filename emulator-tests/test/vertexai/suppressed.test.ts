import { suppressed } from '../../suites/suppressed.ts';

suppressed('vertexai');

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
const root = process.env.SEQKEEP_TEST_DATA ?? resolve(import.meta.dirname, '../../shared/data');
/** Whether the real data is at hand; `SEQKEEP_TEST_DATA` says where, else it is looked for beside the checkout. */
export const hasTestData = existsSync(join(root, 'MANIFEST.md'));
if (!hasTestData && process.env.CI) {
    throw new Error(`No test data at ${root}: set SEQKEEP_TEST_DATA to its folder.`);
}
/** Path of a file of the real data. */
export function testData(name) {
    return join(root, name);
}

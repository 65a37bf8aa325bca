/** Checks CloudFormation templates offline: `npm run check:templates -- [file …]`; all of src/stacks by default. */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { parseTemplate } from '../test/sandbox/cloudformation/read-template.ts';
import { faultsOfTemplate } from './cloudformation/check-template.ts';

const STACKS = fileURLToPath(new URL('../src/stacks/', import.meta.url));

process.exitCode = await run(process.argv.slice(2));

async function run(files: readonly string[]): Promise<number> {
  let count = 0;
  for (const file of files.length > 0 ? files : await stacks()) {
    const faults = await faultsOfTemplate(parseTemplate(await readFile(file, 'utf8')));
    for (const fault of faults) console.error(`${file}: ${fault}`);
    if (faults.length === 0) console.log(`${file}: nothing to find fault with`);
    count += faults.length;
  }
  return count === 0 ? 0 : 1;
}

async function stacks(): Promise<readonly string[]> {
  return (await readdir(STACKS)).toSorted().map((file) => `${STACKS}${file}`);
}

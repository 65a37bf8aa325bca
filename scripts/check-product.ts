/**
 * Checks the packaged template for every combination of settings with the project's own checker:
 * `npm run check:product`. Takes more than an hour on two processors; `-- 3 100` checks one share of a hundred.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

import { faultsOfTemplate } from './cloudformation/check-template.ts';
import { fullProduct } from './package/variations.ts';
import { variationPackager } from './package/vary.ts';

const SHOWN = 20;

const [share, of] = process.argv.slice(2).map(Number);
process.exitCode =
  share === undefined || of === undefined ? await shareOut() : await check(share, of);

/** The whole product in `availableParallelism()` processes. */
async function shareOut(): Promise<number> {
  const count = availableParallelism();
  const codes = await Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const args = [...process.execArgv, fileURLToPath(import.meta.url), String(at), String(count)];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
      return new Promise<number>((resolve, reject) => {
        child.once('error', reject);
        child.once('close', (code) => resolve(code ?? 1));
      });
    }),
  );
  return codes.every((code) => code === 0) ? 0 : 1;
}

/** Every `of`-th combination, beginning with the one at `at`. */
async function check(at: number, count: number): Promise<number> {
  const packaged = variationPackager();
  const began = Date.now();
  let [index, checked, refused, faulty] = [0, 0, 0, 0];
  for (const those of fullProduct()) {
    index += 1;
    if (index % count !== at) continue;
    const made = await packaged(those);
    if (!made.ok) {
      refused += 1;
      continue;
    }
    checked += 1;
    const faults = await faultsOfTemplate(made.template);
    if (faults.length === 0) continue;
    faulty += 1;
    if (faulty <= SHOWN) console.error(`${made.name}: ${faults.join('; ')}`);
  }
  const seconds = Math.round((Date.now() - began) / 1000);
  console.log(
    `share ${at + 1} of ${count}: ${faulty} with faults of ${checked} combinations; packaging refuses ${refused} more. ${seconds} s.`,
  );
  return faulty === 0 ? 0 : 1;
}

/**
 * `npm run check:product`: packages the template for every combination of settings, and checks each with the
 * project's own checker. It takes six minutes of processor time, in one process for each processor;
 * `-- 3 100` checks the fourth of a hundred parts.
 *
 * Equal inputs are processed once: a configuration for the same text, a part of the template for the same
 * objects that osls merges, and a check for the same values that it read. To verify that this leaves nothing
 * out, each setting alone, every pair and every 997th combination are also packaged and checked from scratch;
 * template and faults must be equal.
 *
 * Permissions boundary, role path, tags, key and VPC are left out of the combinations, since each changes all
 * resources of a kind alike; so are increases and events, which only add resources. Each of them is checked
 * alone, all together, all with every 997th combination, and increases and events in pairs with each setting.
 * Not covered: some of them together with several other settings.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

import { faultsOfTemplate, templateChecker } from './cloudformation/check-template.ts';
import type { Variation } from './package/variations.ts';
import { APART, COMBINATIONS, fullProduct, singlesAndPairs } from './package/variations.ts';
import type { Packager } from './package/vary.ts';
import { functionsOnce, cachingPackager, variationPackager } from './package/vary.ts';

const SHOWN = 20;
/** A prime number, so that the combinations that are checked again vary in all settings. */
const AGAIN_EVERY = 997;

const [share, of] = process.argv.slice(2).map(Number);
process.exitCode =
  share === undefined || of === undefined ? await checkInParts() : await check(share, of);

/** Checks all combinations in `availableParallelism()` processes. Returns the exit code. */
async function checkInParts(): Promise<number> {
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

type CheckResult =
  | { readonly kind: 'refused'; readonly name: string; readonly text: string }
  | {
      readonly kind: 'checked';
      readonly name: string;
      readonly template: object;
      readonly faults: readonly string[];
    };

/**
 * Checks one of `count` parts: a range of the combinations, and every `count`th of the single settings and
 * pairs. Returns the exit code.
 */
async function check(at: number, count: number): Promise<number> {
  const began = Date.now();
  const functions = functionsOnce();
  const judge = judgeWith(cachingPackager(functions), templateChecker());
  const judgeAgain = judgeWith(variationPackager({ functions }), faultsOfTemplate);
  let [checked, refused, faulty, again, different] = [0, 0, 0, 0, 0];
  const compare = async (those: readonly Variation[], one: CheckResult): Promise<void> => {
    again += 1;
    if (JSON.stringify(one) === JSON.stringify(await judgeAgain(those))) return;
    different += 1;
    if (different <= SHOWN) console.error(`${one.name}: another result when made from nothing`);
  };
  const [from, to] = [at, at + 1].map((end) => Math.floor((COMBINATIONS * end) / count));
  let number = from ?? 0;
  const counted = (one: CheckResult): void => {
    if (one.kind === 'refused') {
      refused += 1;
      return;
    }
    checked += 1;
    if (one.faults.length > 0) faulty += 1;
    if (one.faults.length > 0 && faulty <= SHOWN) {
      console.error(`${one.name}: ${one.faults.join('; ')}`);
    }
  };
  for (const those of fullProduct(from, to)) {
    const one = await judge(those);
    counted(one);
    if (number % AGAIN_EVERY === 0) {
      await compare(those, one);
      counted(await judge([...those, ...APART]));
    }
    number += 1;
  }
  for (const [index, those] of singlesAndPairs().entries()) {
    if (index % count === at) await compare(those, await judge(those));
  }
  const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;
  const { user, system } = process.cpuUsage();
  console.log(
    `share ${at + 1} of ${count}: ${faulty} with faults of ${checked} combinations; packaging refuses ${refused} more. ${again} made again from nothing: ${different} with another result. ${seconds(Date.now() - began)}, ${seconds((user + system) / 1000)} of processor time.`,
  );
  return faulty === 0 && different === 0 ? 0 : 1;
}

function judgeWith(
  packaged: Packager,
  faultsOf: typeof faultsOfTemplate,
): (those: readonly Variation[]) => Promise<CheckResult> {
  return async (those) => {
    const made = await packaged(those);
    if (!made.ok) return { kind: 'refused', name: made.name, text: made.faults.join(' ') };
    const { name, template } = made;
    return { kind: 'checked', name, template, faults: await faultsOf(template) };
  };
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startVitest } from 'vitest/node';

import { changeKey, Ledger } from '../test/conditions/ledger.ts';
import { NAMED, namedChanges } from '../test/conditions/named.ts';
import { changedConditions } from '../test/conditions/scope.ts';

/**
 * `npm run conditions`: forces each condition that decides about a deletion to true, then to false, and runs
 * the tests that reach it. It exits with 1 when no test fails for a change that `named.ts` does not list, or
 * when `named.ts` lists a condition that no longer exists.
 */
const folder = mkdtempSync(join(tmpdir(), 'conditions-'));
const path = join(folder, 'ledger');
process.env['CONDITIONS_LEDGER'] = path;

const vitest = await startVitest('test', [], {
  config: 'test/conditions.config.ts',
  watch: false,
});
await vitest.close();

const conditions = changedConditions();
const tried = new Ledger(path).tried();
const named = new Set(namedChanges(conditions).map(changeKey));
const faults: string[] = [];
let killed = 0;
for (const { id, file, line, text } of conditions) {
  for (const made of [true, false]) {
    const key = changeKey({ id, made });
    if (named.has(key)) continue;
    if (tried.get(key)?.by !== undefined) killed += 1;
    else {
      const how = tried.has(key) ? 'no test fails' : `is ${String(made)} in every test`;
      faults.push(`${file}:${line} made ${String(made)}: ${how}: ${text}`);
    }
  }
}
for (const one of NAMED) {
  if (conditions.some(({ file, text }) => file === one.file && text === one.text)) continue;
  faults.push(`named, and not in ${one.file}: ${one.text}`);
}
for (const fault of faults) console.log(fault);
console.log(
  `${conditions.length} conditions, ${2 * conditions.length} changes: a test fails for ${killed}, ${named.size} are named, ${faults.length} faults`,
);
rmSync(folder, { recursive: true });
process.exit(faults.length === 0 ? 0 : 1);

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startVitest } from 'vitest/node';

import type { Condition } from '../test/conditions/conditions.ts';
import { conditionsOf } from '../test/conditions/conditions.ts';
import { changeKey, Ledger } from '../test/conditions/ledger.ts';
import { NAMED } from '../test/conditions/named.ts';
import { isChanged } from '../test/conditions/scope.ts';

/**
 * `npm run conditions`: makes each condition that decides about a deletion true, then false, and runs
 * the tests that meet it. Ends with 1 where no test fails for a change that `named.ts` does not name,
 * or where it names one that is no longer there or that a test fails for.
 */
const folder = mkdtempSync(join(tmpdir(), 'conditions-'));
process.env['CONDITIONS_LEDGER'] = join(folder, 'ledger');
const ledger = new Ledger(join(folder, 'ledger'));

const conditions: readonly Condition[] = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((path) => `src/${path}`)
  .filter((path) => path.endsWith('.ts') && isChanged(path))
  .sort()
  .flatMap((path) => conditionsOf(path, readFileSync(path, 'utf8')));

const vitest = await startVitest('test', [], { config: 'test/conditions.config.ts', watch: false });
await vitest.close();

const tried = ledger.tried();
const named = new Set(NAMED.map(({ file, text, made }) => `${file} ${text} ${made}`));
const met = new Set<string>();
let killed = 0;
let faults = 0;
for (const { id, file, line, text } of conditions) {
  for (const made of [true, false]) {
    const name = `${file} ${text} ${made}`;
    if (tried.get(changeKey({ id, made }))?.by !== undefined) killed += 1;
    else if (named.has(name)) met.add(name);
    else {
      faults += 1;
      const how = tried.has(changeKey({ id, made })) ? 'no test fails' : 'never the other way';
      console.log(`${file}:${line}: made ${made}, ${how}: ${text}`);
    }
  }
}
for (const name of named) {
  if (met.has(name)) continue;
  faults += 1;
  console.log(`named, and a test fails for it or it is gone: ${name}`);
}
console.log(
  `${2 * conditions.length} changes of ${conditions.length} conditions: ${killed} make a test fail, ${met.size} are named, ${faults} faults`,
);
rmSync(folder, { recursive: true });
process.exit(faults === 0 ? 0 : 1);

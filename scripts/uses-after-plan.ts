/** Prints for each use that begins during a prune whether its version is kept: `npx tsx scripts/uses-after-plan.ts`. */
import { isDemanded, keptAt, MOMENTS, ruleOf } from '../test/e2e/prune/moments.ts';
import { USES } from '../test/e2e/prune/uses-after-plan.ts';
import { printTable, progress } from './terminal.ts';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';

const rows: string[][] = [];
let wrong = 0;
for (const use of USES) {
  const { how, lateMinutes } = ruleOf(use.check);
  const cells: string[] = [];
  for (const moment of MOMENTS) {
    const { isKept, othersGo } = await keptAt(use, moment);
    const isRight = (isKept || !isDemanded(use, moment)) && othersGo;
    if (!isRight) wrong += 1;
    const cell = isKept ? 'kept' : 'deleted';
    cells.push(isRight ? cell : `WRONG: ${cell}${othersGo ? '' : ', others stay'}`);
  }
  rows.push([use.row, use.check, how, lateMinutes === 0 ? '' : `${lateMinutes} min`, ...cells]);
  progress(`${rows.length} of ${USES.length} …`);
}
printTable(
  [
    { title: 'comes to use a version' },
    { title: 'found by' },
    { title: 'evidence is' },
    { title: 'AWS shows it late by' },
    ...MOMENTS.map(({ name }) => ({ title: name })),
  ],
  rows,
);
console.log(
  `\n${USES.length * MOMENTS.length} outcomes, ${wrong} wrong: deleted though AWS showed`,
);
console.log('the use at the last read that the rules demand, or other versions stayed as well.');
process.exitCode = wrong === 0 ? 0 : 1;

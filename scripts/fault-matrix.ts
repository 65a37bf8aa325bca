/** Prints the result of a watch run for each read and each kind of failure: `npx tsx scripts/fault-matrix.ts`. */
import { CASES, outcomeOf, verdictOf } from '../test/watch/fault-matrix.ts';
import { printTable, progress } from './terminal.ts';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';

const { findings: baseline } = await outcomeOf([]);
const rows: string[][] = [];
let wrong = 0;
for (const one of CASES) {
  const verdict = await verdictOf(one, baseline);
  if (verdict.wrong.length > 0) wrong += 1;
  const times = one.times === 1 ? 'once' : 'for ever';
  rows.push([
    one.read.operation,
    one.failure.name,
    times,
    verdict.got,
    verdict.wrong.length === 0 ? 'right' : `WRONG: ${verdict.wrong.join('; ')}`,
  ]);
  if (rows.length % 50 === 0) progress(`${rows.length} of ${CASES.length} …`);
}
printTable(
  [
    { title: 'read' },
    { title: 'failure' },
    { title: 'how often' },
    { title: 'what the run tells' },
    { title: '' },
  ],
  rows,
);
console.log(`\n${CASES.length} outcomes, ${wrong} wrong.`);
process.exitCode = wrong === 0 ? 0 : 1;

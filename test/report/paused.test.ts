import { describe, expect, it } from 'vitest';

import { checkLines } from '../../src/cli/check/report-text.ts';
import { commands } from '../../src/cli/commands/index.ts';
import { runProgram } from '../../src/cli/program.ts';
import { reportPage } from '../../src/report/page/page.ts';
import { cliWorld } from '../cli/cli-world.ts';
import { askWatch, lineAbout, tooling } from '../doctor/run-doctor.ts';
import { smallest } from '../stacks/run-package.ts';
import { largeReport } from './sample-report.ts';

const PAUSED = 'The schedule is paused (deploy.schedulePaused)';
const deploy = { schedulePaused: true };

describe('a paused schedule', () => {
  const seen = largeReport(2, 2);
  const { accountsTrouble: _none, ...known } = seen;
  const report = { ...known, paused: true as const };

  it('is reported first by a check, and on the page before any figure', () => {
    expect(checkLines(report)[0]).toContain(`PAUSED  ${PAUSED}`);
    const page = reportPage(report, () => 'c2hh').replaceAll(/\s+/g, ' ');
    expect(page).toContain('<title>paused');
    expect(page.indexOf(PAUSED)).toBeLessThan(page.indexOf('class="figures"'));
    expect(reportPage(known, () => 'c2hh')).not.toContain('paused');
  });

  it('never leaves the title of a page with "all fine"', () => {
    const findings = known.findings.filter(({ finding }) => finding.state === 'ok');
    const page = reportPage({ ...report, findings }, () => 'c2hh');
    expect(page).toContain('<title>paused');
    expect(page).not.toContain('all fine');
  });

  it('is a problem for the doctor, with the way back', async () => {
    const { report: answer } = await askWatch({ home: tooling(), settings: { deploy } });
    expect(answer.worst).toBe('problem');
    expect(lineAbout(answer, 'schedule')).toMatchObject({
      state: 'problem',
      code: 'schedule-paused',
      sentence: expect.stringContaining(PAUSED),
      todo: expect.stringContaining('remove schedulePaused from deploy in watchdog.yml'),
    });
    const running = await askWatch({ home: tooling() });
    expect(running.report.lines.map(({ subject }) => subject)).not.toContain('schedule');
  });

  it('is reported by validate', async () => {
    const { world, err } = cliWorld({
      files: { 'watchdog.yml': JSON.stringify({ ...smallest(), deploy }) },
    });
    expect(await runProgram(['validate'], commands, world)).toBe(0);
    expect(err.join('\n')).toContain(PAUSED);
  });
});

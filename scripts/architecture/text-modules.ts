import type { TextWall } from './text-wall.ts';

/**
 * What decides exit codes, counts and guards, and what makes sentences for people. A file of render/ or
 * flows/ that is not named under `neither` is on one of the two sides by itself.
 */
export const textWall: TextWall = {
  deciding: [
    'model/*',
    'config/*',
    'decide/*',
    'aws/*',
    'flows/*',
    'entry/cli/answers.ts',
    'entry/cli/doctor-answer.ts',
    'entry/cli/exit-code.ts',
    'entry/cli/prune-gaps.ts',
  ],
  text: ['render/*', 'flows/prune-summary.ts', 'flows/prune-progress-json.ts'],
  neither: [
    // Documents: codes and figures for programs, and the file that init writes.
    'render/configuration-file.ts',
    'render/discovery-json.ts',
    'render/metrics.ts',
    'render/plan-journal-json.ts',
    'render/plan-json.ts',
    'render/plan-layers-json.ts',
    'render/plan-reading.ts',
    'render/plan-reason-reading.ts',
    'render/run-output.ts',
    'render/run-report-json.ts',
    'render/run-report-reading.ts',
    'render/stages-json.ts',
    'render/stages-reading.ts',
    // Flows that publish what others have decided.
    'flows/digest-context.ts',
    'flows/judge.ts',
    'flows/keep-report.ts',
    'flows/prune-tell.ts',
    'flows/publish-digest.ts',
    'flows/test-notification.ts',
    'flows/watch.ts',
  ],
};

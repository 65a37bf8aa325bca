import type { DefineCommand } from '../cli-command.ts';
import { commandWriter } from '../help.ts';
import type { ShowOptions } from '../prune/request.ts';
import { completeCommand } from '../define-command.ts';
import { addShowFlags, functionFlag, repeated } from '../flag-kinds.ts';
import type { ReviewOptions } from '../review/review-request.ts';
import { reviewMake, reviewShow } from '../review/run-review.ts';

export const review: DefineCommand = (program, act) => {
  const type = commandWriter(program);
  const group = program.command('review').addHelpText(
    'after',
    `
${type('review prod')} is short for ${type('review make prod')}.
Nothing can be deleted by a review. docs/full-account.md says how to delete by hand, safely.

Examples:
  $ ${type('review prod')}    # what could go, and why the rest stays
  $ ${type("review prod --function 'legacy-*' --region eu-west-1")}
  $ ${type('review show review-20261122T060000Z-0123456789abcdef --version orders:7')}`,
  );

  completeCommand(
    group
      .command('make', { isDefault: true })
      .usage('[options] <account>')
      .argument('<account>', 'by its name or id')
      .description('read an account at five requests a second, and say what could go'),
    {
      flags: (command) =>
        command
          .option('--keep <n>', 'keep the newest N versions of each function')
          .option('--older-than <days>', 'only versions at least so old')
          .option('--function <glob>', 'only these functions; may be repeated', repeated, [])
          .option('--region <region>', 'only this Region; may be repeated', repeated, [])
          .option('--requested-by <name>', 'who asks, as the review says it')
          .option('--continue <id>', 'go on with a review that has stopped; it says the id')
          .option(...functionFlag('plan')),
      about: `Stops when AWS throttles a request: deployments come first. It says the command that resumes.
Without role.reviewEvidence in watchdog.yml, and the upgrade that ${type('setup --upgrade')} prints, a review knows
the lists of functions and aliases alone, and ends with 3. Where versions can be pruned it ends with 4: use ${type('prune')}.`,
      examples: ['review prod', 'review prod --keep 5 --older-than 90 --json'],
    },
    type,
    act,
    (options: ReviewOptions, world, [account = '']) => reviewMake(account, options, world),
  );

  completeCommand(
    group
      .command('show')
      .argument('<review>', 'the id of a review')
      .description('show a stored review, or why versions could go or stay; asks no account'),
    {
      flags: (command) => addShowFlags(command, 'only versions that are kept or were not checked'),
      examples: [
        'review show review-20261122T060000Z-0123456789abcdef',
        "review show review-20261122T060000Z-0123456789abcdef --function 'legacy-*'",
      ],
    },
    type,
    act,
    (options: ShowOptions, world, [reviewId = '']) => reviewShow(reviewId, options, world),
  );
};

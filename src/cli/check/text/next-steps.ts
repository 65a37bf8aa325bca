import { accountWord } from '../../../text/shell-words.ts';
import { remediesOf } from '../../../alerts/words/remedies.ts';
import { catalogue } from '../../../limits/catalogue.ts';
import type { AccountRef } from '../../../model/configuration.ts';
import type { LimitId } from '../../../model/limit.ts';
import type { ReportedFinding, RunReport } from '../../../model/run-report.ts';
import { groupBy } from '../../../model/group-by.ts';
import { placeOf } from '../../../model/target.ts';
import { blindRemedyText, ownTrouble } from '../../../text/blind-text.ts';
import { plain } from '../../../text/plain.ts';
import { counted } from '../../../text/quantities.ts';
import type { BlindGroup } from './blind.ts';
import { hangingLines, indentedLines } from './lines.ts';
import { typedCommand } from '../../../text/typed-command.ts';

const BY_HAND =
  'docs/full-account.md of limits-watchdog: what can go, and how to delete it by hand.';

export interface NextStepsView {
  readonly width?: number | undefined;
  readonly command: string;
  /** The flags that name the deployment in suggested commands, each with a leading space. */
  readonly flags: string;
  /** Whether the deployed function measured. Only then can `doctor` find the cause, since it probes that function. */
  readonly isDeployed: boolean;
}

/** A title with sentences and commands. Commands are never wrapped. */
interface Step {
  readonly title: string;
  readonly parts: readonly Part[];
}

type Part = { readonly text: string } | { readonly command: string };

/** Returns the next steps: for each cause of unknown figures, then for the worst finding. */
export function nextStepLines(
  report: RunReport,
  groups: readonly BlindGroup[],
  worst: ReportedFinding | undefined,
  view: NextStepsView,
): readonly string[] {
  const steps = [
    ...(report.accountsTrouble === undefined ? [] : listSteps(view)),
    ...blindSteps(groups, view),
    ...(worst === undefined ? [] : worstSteps(report, worst, view)),
  ];
  if (steps.length === 0) return [];
  const { width } = view;
  return [
    '',
    'Next steps:',
    ...steps.flatMap(({ title, parts }) => [
      ...hangingLines(`- ${title}`, width),
      ...parts.flatMap((part) =>
        'command' in part ? [`  ${part.command}`] : indentedLines(part.text, width),
      ),
    ]),
  ];
}

function listSteps({ command, flags, isDeployed }: NextStepsView): readonly Step[] {
  if (!isDeployed) return [];
  const title = 'The list of accounts: to see what is missing:';
  return [{ title, parts: [{ command: typedCommand(command, `doctor${flags}`) }] }];
}

function blindSteps(groups: readonly BlindGroup[], view: NextStepsView): readonly Step[] {
  const byRemedy = groupBy(groups, ({ findings: [{ failure }] }) => blindRemedyText(failure));
  return [...byRemedy].map(([remedy, those]): Step => {
    const accounts = [
      ...new Map(
        those.flatMap((one) => one.accounts.map((account) => [account.id, account] as const)),
      ).values(),
    ];
    const [first] = accounts;
    const isOne = accounts.length === 1 && first !== undefined;
    const whose = isOne ? plain(first.name) : counted(accounts.length, 'account');
    const isUnknown = those.every(({ state }) => state === 'unknown');
    const title = `${whose}, ${isUnknown ? 'unknown limits' : 'not measured'}: ${remedy}.`;
    if (!view.isDeployed || !those.some(isPermission)) return { title, parts: [] };
    return {
      title: `${title} To see which permission is missing:`,
      parts: [
        {
          command: typedCommand(
            view.command,
            `doctor${isOne ? ` --account ${accountWord(first)}` : ''}${view.flags}`,
          ),
        },
      ],
    };
  });
}

function isPermission({ findings: [{ failure }] }: BlindGroup): boolean {
  return (
    ownTrouble(failure) === undefined &&
    (failure.reason === 'denied' || failure.reason === 'credentials')
  );
}

function worstSteps(
  report: RunReport,
  worst: ReportedFinding,
  view: NextStepsView,
): readonly Step[] {
  const { target, limit } = worst.finding;
  const { account } = target;
  const remedy = remediesOf(report, view.command)(worst);
  const title = plain(report.limits.find(({ id }) => id === limit)?.title ?? limit);
  const place = placeOf(target);
  const where = `${plain(account.name)}, ${place === 'global' ? 'account-wide' : place}, ${title}`;
  if (remedy.steps.length === 0) return [];
  return [
    {
      title: `${where}:`,
      parts: [
        ...(remedy.command === undefined ? [] : [{ command: `${remedy.command}${view.flags}` }]),
        ...remedy.steps.map((text) => ({ text })),
        ...(isByHand(account, limit) ? [{ text: BY_HAND }] : []),
      ],
    },
  ];
}

/** Whether pruning would free space, but the account is production, where people must delete by hand. */
function isByHand({ stage }: AccountRef, limit: LimitId): boolean {
  const own = catalogue.find(({ definition }) => definition.id === limit);
  return stage === 'prod' && own?.remedy.steps.some(({ kind }) => kind === 'prune') === true;
}

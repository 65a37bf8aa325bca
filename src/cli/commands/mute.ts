import { catalogue } from '../../limits/catalogue.ts';
import { reasonText, shortText } from '../../functions/mute/mute-event.ts';
import type { Key } from '../../functions/prune/prune-event.ts';
import { MOST_MUTE_DAYS } from '../../model/stored-mute.ts';
import { plain } from '../../text/plain.ts';
import type { CliOutcome, CliWorld, SharedOptions } from '../cli-command.ts';
import { defineCommand } from '../define-command.ts';
import { tableRows } from '../help.ts';
import type { ReadMuteAnswer } from '../mute-function.ts';
import { invokeMute, mutedLines, mutesLines } from '../mute-function.ts';
import { readDeployment, commandWriterFor } from '../read-deployment.ts';
import { failed } from '../cli-command.ts';
import { functionFlag, repeated } from '../flag-kinds.ts';
import { loginName } from '../prune/request.ts';

interface FunctionOptions extends SharedOptions {
  readonly muteFunction?: string;
}

interface ByOptions extends FunctionOptions {
  readonly by?: string;
}

interface MuteOptions extends ByOptions {
  readonly account: readonly string[];
  readonly region: readonly string[];
  readonly limit: readonly string[];
  readonly everything?: boolean;
  readonly until: string;
  readonly reason: string;
  readonly owner?: string;
}

const BY_FLAG = [
  '--by <who>',
  'who does this; your login name unless given. Recorded, not verified',
] as const;
const LIMIT_LINES = tableRows(
  catalogue.map(({ definition: { id, title } }) => [`  ${id}`, title] as const),
);

export const mute = defineCommand(
  'mute',
  {
    flags: (command) =>
      command
        .argument('[account...]', 'names or ids of accounts, or globs; all unless given')
        .option('--account <glob>', 'the same as ACCOUNT; may be repeated', repeated, [])
        .option(
          '--region <glob>',
          'only in these Regions; global is an account as a whole',
          repeated,
          [],
        )
        .option('--limit <glob>', 'only these limits; may be repeated', repeated, [])
        .option('--everything', 'needed where this covers all that is watched')
        .requiredOption(
          '--until <when>',
          'when it ends, such as friday, 3d or 2026-12-04; see below',
        )
        .requiredOption('--reason <text>', 'why; shown wherever the mute shows')
        .option('--owner <who>', 'who answers for it; the one of --by unless given')
        .option(...BY_FLAG)
        .option(...functionFlag('mute')),
    about: `WHEN, always in UTC and at most ${MOST_MUTE_DAYS} days away:
  friday, fri          the end of the next Friday (24:00 UTC); refused on a Friday
  today, tomorrow      the end of that day
  2026-12-04           the end of that day
  12h, 3d, 2w          from now on
  2026-12-04T18:00Z    that moment; a time needs its zone, such as Z or +01:00

Limits:
${LIMIT_LINES.join('\n')}

What is muted still counts, and shows as muted. An account that cannot be measured is
muted only by a mute of all limits that are affected.`,
    examples: [
      "mute staging --limit s3-buckets --until friday --reason 'clean-up'",
      "mute dev 'team-*' --region eu-west-1 --until 3d --reason 'migration'",
      'mutes',
      'unmute m-1a2b3c',
    ],
  },
  muteAlerts,
);

export const mutes = defineCommand(
  'mutes',
  {
    flags: (command) => command.option(...functionFlag('mute')),
    examples: ['mutes', 'mutes --json'],
  },
  (options: FunctionOptions, world) => {
    const room = { width: world.terminal.resultColumns, paint: world.paint };
    return sendEvent('mutes', { mutes: true }, options, world, (answer) =>
      mutesLines(answer, room, commandWriterFor(options, world)),
    );
  },
);

export const unmute = defineCommand(
  'unmute',
  {
    flags: (command) =>
      command
        .argument('<id...>', 'as mutes shows it: m-1a2b3c')
        .option(...BY_FLAG)
        .option(...functionFlag('mute')),
    examples: ['unmute m-1a2b3c'],
  },
  async (options: ByOptions, world, ids) => {
    const { by = loginName(world.environment) } = options;
    if (by === undefined) return failed([NO_NAME]);
    return sendEvent('unmute', { unmute: ids, by }, options, world, ({ changed }) => [
      plain(`Removed ${changed.join(', ')}. The next run sends the alerts that are open.`),
    ]);
  },
);

async function muteAlerts(
  options: MuteOptions,
  world: CliWorld,
  named: readonly string[],
): Promise<CliOutcome> {
  const { account, region, limit, everything, until, reason, owner } = options;
  const { by = loginName(world.environment) } = options;
  if (by === undefined) return failed([NO_NAME]);
  const faults = [
    ...faultIn('--reason', reason, reasonText),
    ...(owner === undefined ? [] : faultIn('--owner', owner, shortText)),
    ...faultIn('--by', by, shortText),
  ];
  if (faults.length > 0) return failed(faults);
  const accounts = [...named, ...account];
  const event = {
    mute: true,
    ...(accounts.length > 0 && { accounts }),
    ...(region.length > 0 && { regions: region }),
    ...(limit.length > 0 && { limits: limit }),
    ...(everything === true && { everything }),
    until,
    reason,
    ...(owner !== undefined && { owner }),
    by,
  };
  return sendEvent('mute', event, options, world, (answer) =>
    mutedLines(answer, commandWriterFor(options, world)),
  );
}

function faultIn(flag: string, value: string, { read, expected }: Key<string>): readonly string[] {
  return read(value) === undefined ? [`${flag} must be ${expected}.`] : [];
}

const NO_NAME = 'Your login name is not known here; say who does this with --by.';

type Command = 'mute' | 'mutes' | 'unmute';

const FLAGS: Readonly<Record<string, string>> = {
  accounts: 'ACCOUNT',
  regions: '--region',
  limits: '--limit',
  everything: '--everything',
  until: '--until',
  unmute: 'ID',
};

async function sendEvent(
  command: Command,
  event: object,
  options: FunctionOptions,
  world: CliWorld,
  linesOf: (answer: ReadMuteAnswer) => readonly string[],
): Promise<CliOutcome> {
  const read = await readDeployment(options, world);
  if (!read.ok) return failed(read.messages);
  const typed = commandWriterFor(options, world);
  const unchanged = (mayBeChanged: boolean) =>
    command === 'mutes' || !mayBeChanged
      ? NOTHING_CHANGED
      : `Whether it was done is not known; see ${typed('mutes')}.`;
  const reply = await invokeMute(event, options.muteFunction, read.deployed, world);
  if (reply.kind === 'interrupted') {
    return failed([`Stopped. ${unchanged(true)}`], 'interrupted');
  }
  if (reply.kind === 'not-answered') {
    return failed([reply.message, unchanged(reply.mayBeDone)]);
  }
  const { answer } = reply;
  const { version: _version, kind: _kind, ...document } = answer;
  if (answer.failure !== undefined) {
    return failed([plain(`Nothing was changed: ${answer.failure.problem}`)], 'failed', document);
  }
  if (answer.result === 'refused') {
    const codes = answer.refusals.map(({ code }) => code);
    const messages = [
      ...answer.refusals.map(({ field, problem }) =>
        plain(`${FLAGS[field] ?? field}: ${problem}.`),
      ),
      ...(codes.includes('no-such-mute') ? [`The ids of all mutes: ${typed('mutes')}`] : []),
      NOTHING_CHANGED,
    ];
    return failed(messages, codes.includes('covers-everything') ? 'refused' : 'failed', document);
  }
  const isWhole = command !== 'mutes' || answer.unreadable.length === 0;
  return {
    outcome: isWhole ? 'done' : 'incomplete',
    lines: linesOf(answer),
    messages: [],
    document,
  };
}

const NOTHING_CHANGED = 'Nothing was changed.';

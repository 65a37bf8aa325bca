import type { ValueOf } from '../../../documents/codec.ts';
import { isTable, readAt, Unreadable } from '../../../documents/codec.ts';
import { limitId } from '../../../documents/model-values.ts';
import { openRecord, optional } from '../../../documents/records.ts';
import { quotaCode } from '../../../documents/run-report.ts';
import {
  anything,
  converted,
  flag,
  list,
  oneOf,
  text,
  wholeNumber,
} from '../../../documents/values.ts';
import type { Notice } from '../../../model/notice.ts';
import { instant } from '../../../model/time.ts';
import { asPlain } from '../../../text/plain.ts';
import type { StoredDocument } from '../../ports.ts';
import type { Link } from '../../words/console-links.ts';
import type { DigestContext } from '../../words/context.ts';
import { indexEntry } from '../../words/index-lines.ts';
import { blocksOf } from '../../words/notice-blocks.ts';
import type { NoticeBlock } from '../../words/notice-blocks.ts';
import { blockWords, headlineOf } from '../../words/notice.ts';
import { severityOf } from '../../notices/severity.ts';
import type { ReadAlert, ReadNotice } from './read.ts';
import { NotAnAlert, rawNotice } from './read-v1.ts';
import type { Instant } from '../../../model/time.ts';
import { notice } from '../../state/notice-codec.ts';

/** Whatever time it says. */
const measured = converted(
  text,
  (stored) => ({ text: stored, at: instant(Date.parse(stored)) }),
  (value) => value.text,
  'a time',
);

const head = openRecord({
  subject: text,
  group: text,
  measuredAt: measured,
  // How the run ended is read as text, since a later version may know more.
  status: text,
  part: openRecord({ number: wholeNumber }),
  deployment: text,
  runId: text,
  limits: list(
    openRecord({
      id: limitId,
      title: text,
      noun: text,
      source: optional(oneOf(['quota', 'ceiling'])),
      increase: optional(oneOf(['possible', 'impossible'])),
      quota: optional(quotaCode),
    }),
  ),
  partition: oneOf(['aws', 'aws-us-gov', 'aws-cn', 'aws-eusc']),
  command: text,
  runbook: optional(text),
  report: optional(openRecord<Link>({ label: text, url: text })),
  document: optional(openRecord<StoredDocument>({ bucket: text, key: text })),
  test: optional(flag),
  notices: list(anything),
});

function contextOf(read: ValueOf<typeof head>): DigestContext {
  const { deployment, runId, measuredAt, partition, command, runbook, report, document } = read;
  return {
    deployment,
    runId,
    measuredAt: measuredAt.at,
    status: 'complete',
    limits: read.limits.map(({ source, increase, ...limit }) => ({
      ...limit,
      ...(source !== undefined && {
        source: { kind: source, ...(increase !== undefined && { increase }) },
      }),
    })),
    partition,
    command,
    ...(runbook !== undefined && { runbook }),
    ...(report !== undefined && { report }),
    ...(document !== undefined && { document }),
    purpose: read.test === true ? 'test' : 'alert',
  };
}

/** The form with figures alone: the words are made here. */
export function alertOfVersion2(body: unknown): ReadAlert {
  const read = understood(() => head.read(body));
  const context = contextOf(read);
  const known: Notice[] = [];
  const raw: ReadNotice[] = [];
  for (const [index, one] of read.notices.entries()) {
    try {
      const reader = { read: (json: unknown) => readNotice(json, context.measuredAt) };
      known.push(readAt(`.notices[${index}]`, reader, one));
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      raw.push(rawNotice(one, error.detail));
    }
  }
  const { deployment, runbook, report, document } = context;
  return {
    subject: read.subject,
    group: read.group,
    measuredAt: read.measuredAt.text,
    status: read.status,
    part: read.part.number,
    deployment,
    test: read.test === true,
    links: [
      ...(report === undefined ? [] : [report]),
      ...(runbook === undefined ? [] : [{ label: 'Runbook', url: runbook }]),
    ],
    ...(document !== undefined && { document: `s3://${document.bucket}/${document.key}` }),
    // What is not understood may be the worst.
    notices: [...raw, ...blocksOf(known).map((block) => noticeOf(block, context))],
  };
}

function noticeOf(block: NoticeBlock, context: DigestContext): ReadNotice {
  const words = blockWords(block, context, asPlain);
  const { where, figures, facts, steps, links, command, mute, account } = words;
  return {
    severity: severityOf(block.notice),
    muted: block.notice.mutedBy !== undefined,
    headline: account === undefined ? headlineOf(words) : `${account} ${headlineOf(words)}`,
    where,
    index: indexEntry(words),
    figures,
    facts,
    // Messages do not carry who holds what.
    holders: [],
    steps,
    links,
    ...(command !== undefined && { command }),
    ...(mute !== undefined && { mute }),
  };
}

/** @throws NotAnAlert where `read` throws Unreadable. */
function understood<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable) throw new NotAnAlert(error.detail, { cause: error });
    throw error;
  }
}

type Stored = Readonly<Record<string, unknown>>;

/**
 * One notice of a message, as `figuresJson` writes it; `measuredAt` is its time where it says none.
 * @throws Unreadable for anything else.
 */
export function readNotice(json: unknown, measuredAt: Instant): Notice {
  return notice.read(isTable(json) ? storedForm(json, measuredAt) : json, true);
}

/** The same in the form of the state: times in milliseconds, figures with their unit, places as targets. */
function storedForm(json: Stored, measuredAt: Instant): Stored {
  const { at, since, mutedBy, mute, account, region, used, quota, unit, oldVersions } = json;
  const { unseen, jump, increase, ownIncrease, problems, figure, ...rest } = json;
  const amount = (value: unknown) => ({ unit, amount: value });
  return {
    ...rest,
    at: at === undefined ? measuredAt : timeOf(at),
    ...(account !== undefined && { account }),
    ...(since !== undefined && { since: timeOf(since) }),
    ...(mutedBy !== undefined && { mutedBy: muteOf(mutedBy) }),
    ...(mute !== undefined && { mute: muteOf(mute) }),
    ...(region !== undefined && { place: region, target: targetOf(account, region) }),
    ...(used !== undefined && { used: amount(used) }),
    ...(quota !== undefined && { quota: amount(quota) }),
    ...(isTable(jump) && { jump: { ...jump, from: amount(jump['from']), to: amount(jump['to']) } }),
    ...(isTable(figure) && { figure: figureOf(figure) }),
    ...(isTable(increase) && { increase: increaseOf(increase, amount) }),
    ...(isTable(ownIncrease) && { ownIncrease: ownIncreaseOf(ownIncrease, amount) }),
    ...(Array.isArray(unseen) && { unseen: unseen.map(unseenOf) }),
    ...(Array.isArray(problems) && { problems: problems.map(problemOf) }),
    // Of who holds what, only this decides what there is to do.
    ...(oldVersions === 0 && { inventory: NOTHING_OLD }),
  };
}

const NO_LAYERS = { layerVersions: 0, packageBytes: 0 };
const NOTHING_OLD = {
  functions: 0,
  versions: 0,
  packageBytes: 0,
  oldVersions: 0,
  oldPackageBytes: 0,
  largest: [],
  ownLayers: NO_LAYERS,
  foreignLayers: NO_LAYERS,
};

function targetOf(account: unknown, region: unknown): Stored {
  return region === 'global'
    ? { scope: 'account', account }
    : { scope: 'region', account, region, origin: 'account' };
}

function figureOf({ at, since, ...rest }: Stored): Stored {
  return { ...rest, at: timeOf(at), ...(since !== undefined && { since: timeOf(since) }) };
}

function muteOf(mute: unknown): unknown {
  return isTable(mute) ? { ...mute, until: timeOf(mute['until']) } : mute;
}

function increaseOf(increase: Stored, amount: (value: unknown) => Stored): Stored {
  const { open, desired, since, ...rest } = increase;
  if (open === true) return { ...rest, open, desired: amount(desired), since: timeOf(since) };
  return { open, failure: failureOf(increase) };
}

function ownIncreaseOf(own: Stored, amount: (value: unknown) => Stored): Stored {
  return { ...own, desired: amount(own['desired']), at: timeOf(own['at']) };
}

function unseenOf(one: unknown): unknown {
  if (!isTable(one)) return one;
  const { limit, used, unit } = one;
  return {
    limit,
    failure: failureOf(one),
    ...(used !== undefined && { used: { unit, amount: used } }),
  };
}

function problemOf(problem: unknown): unknown {
  return isTable(problem) && problem['reason'] !== undefined
    ? { ...problem, failure: failureOf(problem) }
    : problem;
}

/** AWS's message is left out of messages, and its error name of some. */
function failureOf({ reason, operation, errorName = reason }: Stored): Stored {
  return { reason, operation, errorName, message: '', attempts: 1 };
}

/** What is no time stays what it is, and is refused by its reader. */
function timeOf(value: unknown): unknown {
  return typeof value === 'string' ? Date.parse(value) : value;
}

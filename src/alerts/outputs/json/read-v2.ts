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
import { defined } from '../../defined.ts';
import { asPlain } from '../../../text/plain.ts';
import type { StoredDocument } from '../../ports.ts';
import type { Link } from '../../words/console-links.ts';
import type { DigestContext } from '../../words/context.ts';
import { indexEntry } from '../../words/index-lines.ts';
import { blocksOf } from '../../words/notice-blocks.ts';
import type { NoticeBlock } from '../../words/notice-blocks.ts';
import { blockWords, headlineOf } from '../../words/notice.ts';
import { severityOf } from '../../notices/severity.ts';
import type { ParsedAlert, ParsedNotice } from './read.ts';
import { rawNotice } from './read-v1.ts';
import type { Instant } from '../../../model/time.ts';
import { notice } from '../../state/notice-codec.ts';

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
  // A later version may have other statuses.
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
      ...defined({ source: source && { kind: source, ...defined({ increase }) } }),
    })),
    partition,
    command,
    ...defined({ runbook, report, document }),
    purpose: read.test === true ? 'test' : 'alert',
  };
}

/** Reads an alert of version 2, which has only figures: the texts are made here. @throws Unreadable */
export function alertOfVersion2(body: unknown): ParsedAlert {
  const read = head.read(body);
  const context = contextOf(read);
  const known: Notice[] = [];
  const raw: ParsedNotice[] = [];
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
    // Unreadable notices come first, since one of them may be the worst.
    notices: [...raw, ...blocksOf(known).map((block) => noticeOf(block, context))],
  };
}

function noticeOf(block: NoticeBlock, context: DigestContext): ParsedNotice {
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
    // Messages do not contain the largest functions.
    holders: [],
    steps,
    links,
    ...defined({ command, mute }),
  };
}

type StoredFields = Readonly<Record<string, unknown>>;

/** Reads a notice that `figuresJson` wrote. A notice without a time gets `measuredAt`. @throws Unreadable */
export function readNotice(json: unknown, measuredAt: Instant): Notice {
  return notice.read(isTable(json) ? storedForm(json, measuredAt) : json, true);
}

/** Returns the fields of a notice as the state stores them: times in milliseconds, figures with unit, and a target. */
function storedForm(json: StoredFields, measuredAt: Instant): StoredFields {
  const { at, since, mutedBy, mute, region, used, quota, unit, oldVersions, ...fields } = json;
  const { unseen, jump, increase, ownIncrease, problems, figure, ...rest } = fields;
  const amount = (value: unknown) => (value === undefined ? undefined : { unit, amount: value });
  return defined({
    ...rest,
    at: at === undefined ? measuredAt : timeOf(at),
    since: timeOf(since),
    mutedBy: muteOf(mutedBy),
    mute: muteOf(mute),
    place: region,
    target: region === undefined ? undefined : targetOf(rest['account'], region),
    used: amount(used),
    quota: amount(quota),
    jump: isTable(jump)
      ? { ...jump, from: amount(jump['from']), to: amount(jump['to']) }
      : undefined,
    figure: isTable(figure)
      ? defined({ ...figure, at: timeOf(figure['at']), since: timeOf(figure['since']) })
      : undefined,
    increase: isTable(increase) ? increaseOf(increase, amount) : undefined,
    ownIncrease: isTable(ownIncrease)
      ? { ...ownIncrease, desired: amount(ownIncrease['desired']), at: timeOf(ownIncrease['at']) }
      : undefined,
    unseen: Array.isArray(unseen) ? unseen.map(unseenOf) : undefined,
    problems: Array.isArray(problems) ? problems.map(problemOf) : undefined,
    // Of the largest functions, only this changes what there is to do.
    inventory: oldVersions === 0 ? NOTHING_OLD : undefined,
  });
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

function targetOf(account: unknown, region: unknown): StoredFields {
  return region === 'global'
    ? { scope: 'account', account }
    : { scope: 'region', account, region, origin: 'account' };
}

function muteOf(mute: unknown): unknown {
  return isTable(mute) ? { ...mute, until: timeOf(mute['until']) } : mute;
}

function increaseOf(increase: StoredFields, amount: (value: unknown) => unknown): StoredFields {
  const { open, desired, since, ...rest } = increase;
  if (open === true) return { ...rest, open, desired: amount(desired), since: timeOf(since) };
  return { open, failure: failureOf(increase) };
}

function unseenOf(one: unknown): unknown {
  if (!isTable(one)) return one;
  const { limit, used, unit } = one;
  const amount = used === undefined ? undefined : { unit, amount: used };
  return defined({ limit, failure: failureOf(one), used: amount });
}

function problemOf(problem: unknown): unknown {
  return isTable(problem) && problem['reason'] !== undefined
    ? { ...problem, failure: failureOf(problem) }
    : problem;
}

/** Returns a failure in its stored form. Messages never contain AWS's own message, and not always the error name. */
function failureOf({ reason, operation, errorName = reason }: StoredFields): StoredFields {
  return { reason, operation, errorName, message: '', attempts: 1 };
}

function timeOf(value: unknown): unknown {
  return typeof value === 'string' ? Date.parse(value) : value;
}

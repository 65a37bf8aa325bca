import { instant } from '../../../model/time.ts';
import type { Instant } from '../../../model/time.ts';
import type { Reader } from '../../../documents/stored-values.ts';
import {
  flag,
  listOf,
  made,
  NotUnderstood,
  objectOf,
  oneOf,
  text,
  whole,
} from '../../../documents/stored-values.ts';
import type { QuotaCode } from '../../../model/limit.ts';
import { limitId } from '../../../model/limit.ts';
import type { Notice } from '../../../model/notice.ts';
import { asPlain } from '../../../text/plain.ts';
import type { Link } from '../../words/console-links.ts';
import type { DigestContext, KnownLimit } from '../../words/context.ts';
import { indexEntry } from '../../words/index-lines.ts';
import { blocksOf } from '../../words/notice-blocks.ts';
import type { NoticeBlock } from '../../words/notice-blocks.ts';
import { blockWords, headlineOf } from '../../words/notice.ts';
import { severityOf } from '../../notices/severity.ts';
import type { ReadAlert, ReadNotice } from './read.ts';
import { field, NotAnAlert, rawNotice } from './read-fields.ts';
import { noticeReader } from './read-notice.ts';
import type { StoredDocument } from '../../ports.ts';

const time: Reader<Instant> = made(text, (stored) => instant(Date.parse(stored)));

const link: Reader<Link> = objectOf((of) => ({
  label: of.get('label', text),
  url: of.get('url', text),
}));

const place: Reader<StoredDocument> = objectOf((of) => ({
  bucket: of.get('bucket', text),
  key: of.get('key', text),
}));

const quotaCode: Reader<QuotaCode> = objectOf((of) => ({
  ServiceCode: of.get('service', text),
  QuotaCode: of.get('code', text),
}));

const limit: Reader<KnownLimit> = objectOf((of) => {
  const kind = of.maybe('source', oneOf('quota', 'ceiling'));
  const increase = of.maybe('increase', oneOf('possible', 'impossible'));
  const quota = of.maybe('quota', quotaCode);
  return {
    id: of.get('id', made(text, limitId)),
    title: of.get('title', text),
    noun: of.get('noun', text),
    ...(kind !== undefined && { source: { kind, ...(increase !== undefined && { increase }) } }),
    ...(quota !== undefined && { quota }),
  };
});

interface Head {
  readonly subject: string;
  readonly group: string;
  readonly measuredAt: string;
  readonly status: string;
  readonly part: number;
  readonly context: DigestContext;
}

const head: Reader<Head> = objectOf((of) => {
  const runbook = of.maybe('runbook', text);
  const report = of.maybe('report', link);
  const document = of.maybe('document', place);
  const measuredAt = of.get('measuredAt', text);
  return {
    subject: of.get('subject', text),
    group: of.get('group', text),
    measuredAt,
    status: of.get('status', text),
    part: of.get(
      'part',
      objectOf((part) => part.get('number', whole)),
    ),
    context: {
      deployment: of.get('deployment', text),
      runId: of.get('runId', text),
      measuredAt: time(measuredAt, 'measuredAt'),
      // How the run ended is read as text, since a later version may know more.
      status: 'complete',
      limits: of.get('limits', listOf(limit)),
      partition: of.get('partition', oneOf('aws', 'aws-us-gov', 'aws-cn', 'aws-eusc')),
      command: of.get('command', text),
      ...(runbook !== undefined && { runbook }),
      ...(report !== undefined && { report }),
      ...(document !== undefined && { document }),
      purpose: of.maybe('test', flag) === true ? 'test' : 'alert',
    },
  };
});

/** The form with figures alone: the words are made here. */
export function alertOfVersion2(body: unknown): ReadAlert {
  const { context, ...said } = understood(() => head(body, ''));
  const stored = field(body, 'notices');
  if (!Array.isArray(stored)) throw new NotAnAlert('notices is not a list');
  const read = noticeReader(context.measuredAt);
  const known: Notice[] = [];
  const raw: ReadNotice[] = [];
  for (const [index, one] of stored.entries()) {
    try {
      known.push(read(one, `notices[${index}]`));
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error;
      raw.push(rawNotice(one, error.message));
    }
  }
  const { deployment, runbook, report, document } = context;
  return {
    ...said,
    deployment,
    test: field(body, 'test') === true,
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

/** @throws NotAnAlert where `read` throws NotUnderstood. */
function understood<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof NotUnderstood) throw new NotAnAlert(error.message, { cause: error });
    throw error;
  }
}

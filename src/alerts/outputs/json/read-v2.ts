import type { ValueOf } from '../../../documents/codec.ts';
import { readAt, Unreadable } from '../../../documents/codec.ts';
import { openRecord, optional } from '../../../documents/records.ts';
import { anything, flag, list, text } from '../../../documents/values.ts';
import type { Region } from '../../../model/aws-ids.ts';
import type { CodeInventory } from '../../../model/code-inventory.ts';
import type { AccountRef } from '../../../model/configuration.ts';
import type { Notice } from '../../../model/notice.ts';
import type { Target } from '../../../model/target.ts';
import type { Instant } from '../../../model/time.ts';
import { isoTime } from '../../../model/time.ts';
import { bytes, count } from '../../../model/units.ts';
import { asPlain } from '../../../text/plain.ts';
import { defined } from '../../defined.ts';
import { severityOf } from '../../notices/severity.ts';
import type { DigestContext } from '../../words/context.ts';
import { addressOf } from '../../words/context.ts';
import { indexEntry } from '../../words/index-lines.ts';
import type { NoticeBlock } from '../../words/notice-blocks.ts';
import { blocksOf } from '../../words/notice-blocks.ts';
import { blockWords, headlineOf } from '../../words/notice.ts';
import { alertHead, messageNotice } from './words.ts';
import { rawNotice } from './read-v1.ts';
import type { ParsedAlert, ParsedNotice } from './read.ts';

/** The fields that are read before the notices. */
const head = openRecord({
  ...alertHead,
  // Any text, since a later version may have other statuses.
  status: text,
  test: optional(flag),
  notices: list(anything),
});

function contextOf(read: ValueOf<typeof head>): DigestContext {
  const { deployment, runId, measuredAt, partition, command, runbook, report, document } = read;
  return {
    deployment,
    runId,
    measuredAt,
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
    measuredAt: isoTime(read.measuredAt),
    status: read.status,
    part: read.part.number,
    deployment,
    test: read.test === true,
    links: [
      ...(report === undefined ? [] : [report]),
      ...(runbook === undefined ? [] : [{ label: 'Runbook', url: runbook }]),
    ],
    ...(document !== undefined && { document: addressOf(document) }),
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

/**
 * Reads a notice that `figuresJson` wrote. A notice without a time gets `measuredAt`.
 * @throws Unreadable
 */
export function readNotice(json: unknown, measuredAt: Instant): Notice {
  const { at = measuredAt, severity: _, ...form } = messageNotice.read(json, true);
  switch (form.kind) {
    case 'limit':
    case 'jump': {
      const { account, region, unit: __, percent: ___, oldVersions, ...rest } = form;
      const inventory = oldVersions === 0 ? { inventory: NOTHING_OLD } : {};
      return { ...rest, at, target: targetOf(account, region), ...inventory };
    }
    case 'sight': {
      const { account, region, ...rest } = form;
      return { ...rest, at, target: targetOf(account, region) };
    }
    case 'closed': {
      const { region, ...rest } = form;
      return { ...rest, at, place: region };
    }
    default:
      return { ...form, at };
  }
}

const NONE = count(0);
const NO_BYTES = bytes(0);
const NO_LAYERS = { layerVersions: NONE, packageBytes: NO_BYTES };
const NOTHING_OLD: CodeInventory = {
  functions: NONE,
  versions: NONE,
  packageBytes: NO_BYTES,
  oldVersions: NONE,
  oldPackageBytes: NO_BYTES,
  largest: [],
  ownLayers: NO_LAYERS,
  foreignLayers: NO_LAYERS,
};

function targetOf(account: AccountRef, place: Region | 'global'): Target {
  return place === 'global'
    ? { scope: 'account', account }
    : { scope: 'region', account, region: place, origin: 'account' };
}

import type { DiscoveryReport, DiscoveryTrouble, RuleProblem } from '../model/discovery.ts';
import { GONE_REASONS } from '../model/discovery.ts';
import type { Parsed, Read } from './reading.ts';
import {
  instantText,
  list,
  object,
  oneOf,
  parsed,
  readAccountId,
  readFailure,
  readInstant,
  text,
} from './reading.ts';
import { readAccountIn } from './finding-reading.ts';

/** How a run found its accounts, for its later stages. Read back by `parseDiscovery`. */
export function discoveryJson({
  listedAt,
  trouble,
  unselected,
  ...report
}: DiscoveryReport): string {
  return JSON.stringify({
    ...report,
    ...(listedAt !== undefined && { listedAt: instantText(listedAt) }),
    ...(trouble !== undefined && { trouble: troubleJson(trouble) }),
    unselected: Object.entries(unselected).map(([id, why]) => ({ id, why })),
  });
}

/** What `discoveryJson` has written, or the first place that is otherwise. */
export function parseDiscovery(json: string): Parsed<DiscoveryReport> {
  return parsed(json, readDiscovery);
}

function troubleJson(trouble: DiscoveryTrouble): object {
  if (trouble.kind !== 'not-listed' || trouble.lastListedAt === undefined) return trouble;
  return { ...trouble, lastListedAt: instantText(trouble.lastListedAt) };
}

const readTrouble: Read<DiscoveryTrouble> = object(({ required, optional }): DiscoveryTrouble => {
  const kind = required('kind', oneOf(['not-listed', 'not-kept', 'nothing-selected']));
  switch (kind) {
    case 'not-listed': {
      const lastListedAt = optional('lastListedAt', readInstant);
      const note = optional('note', text);
      return {
        kind,
        failure: required('failure', readFailure),
        ...(lastListedAt !== undefined && { lastListedAt }),
        ...(note !== undefined && { note }),
      };
    }
    case 'not-kept':
      return { kind, failure: required('failure', readFailure) };
    case 'nothing-selected':
      return { kind };
  }
});

const readRuleProblem: Read<RuleProblem> = object(({ required }) => ({
  at: required('at', text),
  problem: required('problem', text),
}));

const readDiscovery: Read<DiscoveryReport> = object(({ required, optional }) => {
  const listedAt = optional('listedAt', readInstant);
  const trouble = optional('trouble', readTrouble);
  const troubleText = optional('troubleText', text);
  const unselected = required(
    'unselected',
    list(
      object((one) => ({
        id: one.required('id', readAccountId),
        why: one.required('why', oneOf(GONE_REASONS)),
      })),
    ),
  );
  const ruleProblems = optional('ruleProblems', list(readRuleProblem));
  return {
    ...(listedAt !== undefined && { listedAt }),
    ...(ruleProblems !== undefined && { ruleProblems }),
    ...(trouble !== undefined && { trouble }),
    ...(troubleText !== undefined && { troubleText }),
    accounts: required('accounts', list(object(readAccountIn))),
    leftOut: required(
      'leftOut',
      list(
        object((one) => ({
          id: one.required('id', readAccountId),
          name: one.required('name', text),
          state: one.required('state', text),
        })),
      ),
    ),
    unselected: Object.fromEntries(unselected.map(({ id, why }) => [id, why])),
    gaps: required('gaps', list(text)),
  };
});

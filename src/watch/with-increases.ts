import type { LoadedIncreases } from '../increases/store.ts';
import { withOwnIncreases } from '../increases/decide/own-increase.ts';
import type { Configuration } from '../model/configuration.ts';
import type { Finding } from '../model/finding.ts';
import type { LimitDefinition } from '../model/limit.ts';
import type { Instant } from '../model/time.ts';
import { increaseSentences } from '../report/increases-text.ts';
import { failureText } from '../text/failure-text.ts';

export interface FindingsWithIncreases {
  readonly findings: readonly Finding[];
  /** Absent where watchdog.yml has no increases. */
  readonly sentences?: readonly string[];
}

/** What was found, with what the watchdog itself requested. Total: what cannot be read is a sentence. */
export async function withIncreases(
  findings: readonly Finding[],
  limits: readonly LimitDefinition[],
  configuration: Pick<Configuration, 'accounts'>,
  load: (() => Promise<LoadedIncreases>) | undefined,
  now: Instant,
): Promise<FindingsWithIncreases> {
  if (load === undefined) return { findings };
  const loaded = await load();
  const sentencesOf = (
    found: readonly Finding[],
    known: Parameters<typeof increaseSentences>[3],
  ): FindingsWithIncreases => ({
    findings: found,
    sentences: increaseSentences(found, limits, configuration, known),
  });
  switch (loaded.kind) {
    case 'found': {
      const { stored } = loaded;
      return sentencesOf(withOwnIncreases(findings, stored, now), { stored });
    }
    case 'missing':
      return sentencesOf(findings, {});
    case 'not-understood': {
      const trouble = `What the increase function remembers is damaged: ${loaded.problem}. It requests nothing until the object is removed.`;
      return sentencesOf(findings, { trouble });
    }
    case 'failed': {
      const trouble = `What the increase function remembers cannot be read: ${failureText(loaded.failure)}.`;
      return sentencesOf(findings, { trouble });
    }
  }
}

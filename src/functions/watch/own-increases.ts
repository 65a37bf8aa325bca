import type { Connection } from '../../aws/clients.ts';
import { withOwnIncreases } from '../../increases/decide/own-increase.ts';
import { increaseStore } from '../../increases/store.ts';
import type { ConfigurationFile } from '../../model/configuration.ts';
import { increaseSentences } from '../../report/increases-text.ts';
import { failureText } from '../../text/failure-text.ts';
import type { WithIncreases } from '../../watch/ports.ts';

/** Adds what the watchdog itself requested; `undefined` where watchdog.yml has no increases. */
export function ownIncreases(
  file: Pick<ConfigurationFile, 'deployment' | 'state' | 'tooling' | 'increases'>,
  connection: Connection,
): WithIncreases | undefined {
  if (file.increases === undefined) return undefined;
  const store = increaseStore(connection, file);
  return async (findings, limits, accounts, now) => {
    const loaded = await store.load();
    const said = (known: Parameters<typeof increaseSentences>[3], found = findings) => ({
      findings: found,
      sentences: increaseSentences(found, limits, accounts, known),
    });
    switch (loaded.kind) {
      case 'found': {
        const { stored } = loaded;
        return said({ stored }, withOwnIncreases(findings, stored, now));
      }
      case 'missing':
        return said({});
      case 'not-understood':
        return said({
          trouble: `What the increase function remembers is damaged: ${loaded.problem}. It requests nothing until the object is removed.`,
        });
      case 'failed':
        return said({
          trouble: `What the increase function remembers cannot be read: ${failureText(loaded.failure)}.`,
        });
    }
  };
}

import type { Codec } from '../../documents/codec.ts';
import type { Shape } from '../../documents/record-types.ts';
import { openRecord, partial } from '../../documents/records.ts';
import { list, oneOf, text, wholeNumber } from '../../documents/values.ts';
import { OUTCOMES } from '../exit-code.ts';

export interface CliDocument extends Pick<Codec<unknown>, 'read' | 'schema'> {
  readonly name: string;
}

/** Returns the document of `limits-watchdog NAME --json`. The fields of `facts` are absent if the command failed. */
export function cliDocument(name: string, facts: Shape): CliDocument {
  const document = openRecord({
    version: oneOf([1]),
    kind: oneOf([`limits-watchdog.${name}`]),
    outcome: oneOf(OUTCOMES),
    exitCode: wholeNumber,
    messages: list(text),
    ...partial(facts),
  });
  return { name, read: document.read, schema: document.schema };
}

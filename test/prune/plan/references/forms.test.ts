import { describe, expect, it } from 'vitest';

import { ANY } from '../../../../src/prune/evidence/references/reference-forms.ts';
import { CALLER_FORMS } from './caller-forms.ts';
import { JSONATA_FORMS } from './jsonata-forms.ts';
import { keptOf } from './reference-examples.ts';
import { MACHINE_FORMS } from './machine-forms.ts';
import { NAMES, OTHERS } from './names.ts';
import { TEMPLATE_PLACES } from './template-places.ts';
import { TEMPLATE_VALUES } from './template-values.ts';

const FORMS = [
  ...TEMPLATE_VALUES,
  ...TEMPLATE_PLACES,
  ...MACHINE_FORMS,
  ...JSONATA_FORMS,
  ...CALLER_FORMS,
];

describe('a document that names version 2 of a function', () => {
  it('in forty forms at least', () => {
    expect(FORMS.length).toBeGreaterThanOrEqual(40);
  });

  describe.each(NAMES)('by a name that is %s', (_kind, name) => {
    it.each(FORMS)('%s', (_form, form) => {
      const findings = form(name);
      expect(keptOf(findings, name.real)).toContain(2);
      // Where the input may replace a name, version 2 of any function is kept.
      const byName = findings.filter((one) => !('functionName' in one) || one.functionName !== ANY);
      const others = OTHERS.filter((other) => other !== name.real);
      expect(others.filter((other) => keptOf(byName, other).length > 0)).toEqual([]);
    });
  });
});

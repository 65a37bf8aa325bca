import { describe, expect, it } from 'vitest';

import { worthSaying } from '../../src/decide/worth-saying.ts';
import { blind, CODE_STORAGE, failure, judged, regionTarget, unknown } from '../model/make.ts';

const at = (code: string): ReturnType<typeof regionTarget> => regionTarget(code);

describe('what is worth saying', () => {
  it('is all but what is fine and what is not enabled', () => {
    const said = [judged('warn'), judged('critical'), unknown(), blind(failure('denied'))];
    const unsaid = [
      judged('ok'),
      { ...blind(failure('not-enabled')), state: 'not-enabled' } as const,
    ];
    expect(worthSaying(unsaid)).toEqual([]);
    expect(new Set(worthSaying([...said, ...unsaid]))).toEqual(new Set(said));
  });

  it('puts the worst first, and what could not be seen before a warning', () => {
    const warn = judged('warn');
    const critical = judged('critical');
    const unseen = blind(failure('denied'));
    const limitless = unknown();
    expect(worthSaying([warn, limitless, unseen, critical])).toEqual([
      critical,
      unseen,
      limitless,
      warn,
    ]);
  });

  it('puts the fullest first among equals, over its limit or not', () => {
    const fuller = [95, 300, 91].map((used) =>
      judged('critical', at('eu-west-1'), CODE_STORAGE, used),
    );
    const endless = judged('critical', at('eu-west-1'), CODE_STORAGE, 1, 0);
    expect(
      worthSaying([...fuller, endless]).map((finding) => 'used' in finding && finding.used.amount),
    ).toEqual([1, 300, 95, 91]);
  });

  it('leaves the order of the configuration where nothing else decides', () => {
    const places = ['us-east-1', 'eu-west-1', 'ap-south-1'];
    const full = places.map((place) => judged('critical', at(place), CODE_STORAGE, 1, 0));
    const unseen = places.map((place) => blind(failure('denied'), at(place)));
    expect(worthSaying([...unseen, ...full])).toEqual([...full, ...unseen]);
  });

  it('does not change the list that it was given', () => {
    const findings = Object.freeze([judged('warn'), judged('critical')]);
    expect(worthSaying(findings)).toHaveLength(2);
  });
});

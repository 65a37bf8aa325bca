import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { productionWords, saysNonProduction } from '../../../src/accounts/production-name.ts';

const WORDS = ['prod', 'prd', 'production', 'live'];

describe('a name that says production', () => {
  it.each([
    // By itself, in any case.
    ['prod', ['prod']],
    ['PROD', ['prod']],
    ['Prod', ['prod']],
    ['pROD', ['prod']],
    ['PrOd', ['prod']],
    ['prd', ['prd']],
    ['Live', ['live']],
    ['PRODUCTION', ['production']],
    // Between whatever is not a letter.
    ['shop_prd_1', ['prd']],
    ['shop.production', ['production']],
    ['Live (EU)', ['live']],
    ['payments prod', ['prod']],
    ['prod+dr', ['prod']],
    ['live-prod', ['live', 'prod']],
    ['prod-prod', ['prod']],
    ['production-prod', ['production', 'prod']],
    // Beside digits, which are no letters in any script.
    ['prod2', ['prod']],
    ['2prod', ['prod']],
    ['2prod2', ['prod']],
    ['eu-prd01', ['prd']],
    ['12prod34live', ['prod', 'live']],
    ['prod٢', ['prod']],
    // At a change of case, for every way to divide a run of capitals.
    ['AcmeProd', ['prod']],
    ['acmeProd', ['prod']],
    ['ACMEProd', ['prod']],
    ['ACMEprod', ['prod']],
    ['acmePROD', ['prod']],
    ['AcmePRODEu', ['prod']],
    ['PRODacme', ['prod']],
    ['prodEU', ['prod']],
    ['ProdEU', ['prod']],
    ['GoLive', ['live']],
    ['LiveEventsProd', ['live', 'prod']],
    ['xProdLive', ['prod', 'live']],
    ['AcmeProduction2', ['production']],
    // Unicode: the same letters written otherwise, and letters without case beside them.
    ['ｐｒｏｄ', ['prod']],
    ['ＡｃｍｅＰｒｏｄ', ['prod']],
    ['𝐩𝐫𝐨𝐝', ['prod']],
    ['pr\u00ADod', ['prod']],
    ['pr\u200Bod', ['prod']],
    ['prod\u0301', ['prod']],
    ['PRÓD', ['prod']],
    ['LİVE', ['live']],
    ['lıve', ['live']],
    ['生产prod', ['prod']],
    ['prod生产', ['prod']],
    ['ÉcoleProd', ['prod']],
    ['écoleProd', ['prod']],
    ['ÉCOLEProd', ['prod']],
    // Something turns around another word, or is not right before this one.
    ['nonprod-prod', ['prod']],
    ['prod-nonprod', ['prod']],
    ['prod-non', ['prod']],
    ['non-acme-prod', ['prod']],
    ['PreAcmeProd', ['prod']],
    ['pre/prod', ['prod']],
    ['non, prod', ['prod']],
    ['pre2prod', ['prod']],
    ['non-prod-live', ['live']],
    ['nonPreprodLive', ['live']],
    ['canon-prod', ['prod']],
    ['not-prod', ['prod']],
    ['XPREProd', ['prod']],
  ])('%j: %j', (name, words) => {
    expect(productionWords(name)).toEqual(words);
    expect(saysNonProduction(name)).toBe(false);
  });
});

describe('a name that does not say production', () => {
  it.each([
    'nonprod',
    'NONPROD',
    'preprod',
    'preproduction',
    'non-prod',
    'non_prod',
    'non prod',
    'non.prod',
    'non – prod',
    'pre-prod',
    'pre-live',
    'NON-PROD',
    'NonProd',
    'nonProd',
    'NONProd',
    'NONprod',
    'NonPROD',
    'PreProd',
    'PREProd',
    'PreProduction',
    'AcmePreProd',
    'ACMENonProd',
    'acme-non-prod-2',
    '2nonProd2',
    'non-pre-prod',
    'ｎｏｎ-ｐｒｏｄ',
    'nón-prod',
  ])('since it says the opposite: %j', (name) => {
    expect(productionWords(name)).toEqual([]);
  });

  it.each([
    '',
    'dev',
    'product-dev',
    'products',
    'PRODUCT',
    'ProductDev',
    'reproduction',
    'delivery',
    'Delivery',
    'DELIVERY',
    'olive',
    'Olive',
    'OLIVE',
    'alive',
    'livestock',
    'deliverPrds',
    'pr-od',
    'pro2d',
    'myprod',
    'EUPROD',
    'prodé',
    '生产',
    'прод',
    '123',
    '🏭',
  ])('since it is another word, or none: %j', (name) => {
    expect(productionWords(name)).toEqual([]);
    expect(saysNonProduction(name)).toBe(false);
  });

  it.each([
    ['non-prod', true],
    ['PreProd', true],
    ['pre-prod and non-live', true],
    ['pre-prod and live', false],
    ['nonprod', false],
    ['dev', false],
  ])('%j turns a word for production around: %j', (name, expected) => {
    expect(saysNonProduction(name)).toBe(expected);
  });
});

describe('of every name', () => {
  const word = fc.constantFrom(...WORDS);
  const cased = word.chain((one) =>
    fc.constantFrom(
      one,
      one.toUpperCase(),
      one.replace(/^./, (first) => first.toUpperCase()),
    ),
  );
  const separator = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 3 })
    .filter((text) =>
      /^[^\p{L}\p{M}\p{Default_Ignorable_Code_Point}]+$/u.test(text.normalize('NFKD')),
    );

  it('a word between separators is found, whatever is around it and however it is written', () => {
    fc.assert(
      fc.property(fc.string(), separator, cased, separator, fc.string(), (a, b, one, c, d) => {
        // What turns it around is another law.
        fc.pre(!/(?:non|pre)[^a-z]*$/i.test((a + b).normalize('NFKD')));
        expect(productionWords(a + b + one + c + d)).toContain(one.toLowerCase());
      }),
    );
  });

  it('a word that begins with a capital is found after small letters and before another word', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z]{1,8}$/).filter((one) => one !== 'non' && one !== 'pre'),
        word.map((one) => one.replace(/^./, (first) => first.toUpperCase())),
        fc.stringMatching(/^(?:[A-Z\d-][a-z]*)?$/),
        (before, one, after) => {
          expect(productionWords(before + one + after)).toContain(one.toLowerCase());
        },
      ),
    );
  });

  it('non and pre turn a word around in every usual spelling, and not the next word', () => {
    const first = fc.constantFrom('non', 'pre', 'Non', 'Pre', 'NON', 'PRE');
    fc.assert(
      fc.property(first, fc.constantFrom('-', '_', '.', ' ', ' - '), cased, word, (...parts) => {
        const [prefix, joint, one, next] = parts;
        expect(productionWords(prefix + joint + one)).toEqual([]);
        expect(productionWords(`${prefix}${joint}${one}-${next}`)).toEqual([next]);
      }),
    );
  });

  it('a run of small letters is one word', () => {
    fc.assert(
      fc.property(fc.oneof(word, fc.stringMatching(/^[a-z]{0,20}$/)), (name) => {
        expect(productionWords(name).length > 0).toBe(WORDS.includes(name));
      }),
    );
  });

  it('signs around a name make no difference, and neither does its form in Unicode', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const found = productionWords(name);
        expect(productionWords(`(${name})`)).toEqual(found);
        expect(productionWords(name.normalize('NFC'))).toEqual(found);
        expect(productionWords(name.normalize('NFD'))).toEqual(found);
      }),
    );
  });
});

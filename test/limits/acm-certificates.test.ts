import { KeyAlgorithm } from '@aws-sdk/client-acm';
import { describe, expect, it } from 'vitest';

import { acmCertificates } from '../../src/limits/acm/acm-certificates.ts';
import { acmImportedCertificates } from '../../src/limits/acm/acm-imported-certificates.ts';
import type { DirectLimit } from '../../src/limits/limit.ts';
import { json, operationsOver, ScriptedWire } from '../aws/wire.ts';
import { measureIn } from './measure-in.ts';

const quota = json({ Quota: { Value: 2_500 } });
const list = (types: readonly string[], NextToken?: string) =>
  json({
    CertificateSummaryList: types.map((Type) => ({
      Type,
      DomainName: 'secret',
      Status: 'EXPIRED',
    })),
    NextToken,
  });

describe('ACM certificates', () => {
  const pages = [list(['PRIVATE', 'IMPORTED', 'AMAZON_ISSUED'], 'more'), list(['AMAZON_ISSUED'])];

  it.each<[string, DirectLimit, number]>([
    ['issued, without those of a private CA', acmCertificates, 2],
    ['imported', acmImportedCertificates, 1],
  ])('are counted over all pages: %s', async (_, limit, used) => {
    const result = await measureIn(operationsOver(new ScriptedWire(...pages, quota)), limit);
    expect(result).toMatchObject({ used: { amount: used }, limit: { value: { amount: 2_500 } } });
    expect(JSON.stringify(result)).not.toContain('secret');
  });

  it('are listed with every key type that the SDK knows, and once for both limits', async () => {
    const wire = new ScriptedWire(...pages, quota);
    const aws = operationsOver(wire);
    await measureIn(aws, acmCertificates);
    await measureIn(aws, acmImportedCertificates);
    const asked = wire.requests.filter(({ host }) => host.startsWith('acm.'));
    expect(asked).toHaveLength(2);
    for (const { body } of asked) {
      const { Includes, MaxItems } = JSON.parse(body);
      expect(Includes.keyTypes.toSorted()).toEqual(Object.values(KeyAlgorithm).toSorted());
      expect(MaxItems).toBe(1_000);
    }
  });

  it.each([
    ['no list', [json({})]],
    ['a certificate without a type', [json({ CertificateSummaryList: [{}] })]],
    ['a second page that is missing', [list(['IMPORTED'], 'more'), json({})]],
  ])('are not measured from %s', async (_, answers) => {
    const aws = operationsOver(new ScriptedWire(...answers));
    await expect(measureIn(aws, acmCertificates)).rejects.toMatchObject({
      failure: { reason: 'malformed', operation: 'acm:ListCertificates' },
    });
  });
});

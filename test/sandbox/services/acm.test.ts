import type { Filters } from '@aws-sdk/client-acm';
import { ACMClient, ListCertificatesCommand } from '@aws-sdk/client-acm';
import { describe, expect, it } from 'vitest';
import type { OneRegionOptions } from '../fixtures/one-region.ts';
import type { CertificateWorld } from '../world/limits.ts';
import { roleAllowing } from '../fixtures/administrator.ts';
import { closeAfterEach, oneRegion } from '../fixtures/one-region.ts';

closeAfterEach();

async function start(certificates: readonly CertificateWorld[], options: OneRegionOptions = {}) {
  const { settings } = await oneRegion({ certificates }, options);
  return new ACMClient(settings);
}

describe.each(['in process', 'http'])('ACM %s', (transport) => {
  it('lists only the requested key types, and no ACME certificates', async () => {
    const client = await start(
      [
        {},
        { keyType: 'EC_prime256v1' },
        { type: 'IMPORTED', keyType: 'RSA_4096' },
        { isOfAcme: true },
      ],
      { transport },
    );
    const listed = async (Includes?: Filters) => {
      const answer = await client.send(new ListCertificatesCommand({ Includes }));
      return answer.CertificateSummaryList?.map(({ KeyAlgorithm }) => KeyAlgorithm);
    };
    await expect(listed()).resolves.toEqual(['RSA_2048']);
    await expect(listed({ keyTypes: ['EC_prime256v1', 'RSA_4096'] })).resolves.toEqual([
      'EC_prime256v1',
      'RSA_4096',
    ]);
  });

  it('continues with a token, and lists certificates of every status', async () => {
    const client = await start([{ status: 'EXPIRED' }, { status: 'FAILED' }, {}], { transport });
    const first = await client.send(new ListCertificatesCommand({ MaxItems: 2 }));
    expect(first.CertificateSummaryList).toHaveLength(2);
    const { NextToken } = first;
    const second = await client.send(new ListCertificatesCommand({ MaxItems: 2, NextToken }));
    expect(second.CertificateSummaryList).toHaveLength(1);
    expect(second.NextToken).toBeUndefined();
    await expect(
      client.send(new ListCertificatesCommand({ MaxItems: 1_001 })),
    ).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});

it('is denied without its permission', async () => {
  const client = await start([], { role: roleAllowing('reader', 'lambda:*') });
  await expect(client.send(new ListCertificatesCommand({}))).rejects.toMatchObject({
    name: 'AccessDeniedException',
  });
});

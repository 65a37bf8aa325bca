import type { ListCertificatesRequest } from '@aws-sdk/client-acm';
import { ACMClient, ListCertificatesCommand } from '@aws-sdk/client-acm';

import type { MakeClient } from '../operations.ts';

export function acmOperations(make: MakeClient) {
  const acm = make(ACMClient);
  return {
    'acm:ListCertificates': (input: ListCertificatesRequest) =>
      acm.send(new ListCertificatesCommand(input)),
  };
}

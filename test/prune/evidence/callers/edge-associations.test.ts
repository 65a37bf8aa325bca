import { edgeAssociations } from '../../../../src/prune/evidence/edge-associations.ts';
import { region } from '../../../../src/model/aws-ids.ts';
import { xmlError } from '../../../aws/wire.ts';
import { arn, use } from '../scripted-reads.ts';
import { distribution, distributions, xml } from './answers.ts';
import { callerContract } from './contract.ts';

callerContract({
  caller: edgeAssociations,
  in: region('us-east-1'),
  answers: () => [
    distributions([distribution('E1', false, arn('orders', '12', 'us-east-1'))], 'two'),
    distributions([], 'three'),
    distributions([
      distribution('E2', true, arn('orders', '13', 'us-east-1'), arn('billing', '3', 'us-east-1')),
    ]),
  ],
  uses: [
    use('orders', '12', 'CloudFront distribution E1', 'us-east-1'),
    use('orders', '13', 'CloudFront distribution E2', 'us-east-1'),
    use('billing', '3', 'CloudFront distribution E2', 'us-east-1'),
  ],
  onLaterPage: use('billing', '3', 'CloudFront distribution E2', 'us-east-1'),
  disabled: [use('billing', '3', 'CloudFront distribution E2', 'us-east-1')],
  calls: 3,
  tokens: ['two', 'three'],
  errorOf: xmlError,
  emptyAnswer: xml('<DistributionList></DistributionList>'),
});

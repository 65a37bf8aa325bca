import { eventSourceMappings } from '../../../../src/prune/evidence/event-source-mappings.ts';
import { json, jsonError } from '../../../aws/wire.ts';
import { arn, use } from '../scripted-reads.ts';
import { callerContract } from './contract.ts';

callerContract({
  caller: eventSourceMappings,
  answers: () => [
    json({
      EventSourceMappings: [
        {
          UUID: 'u1',
          EventSourceArn: 'arn:aws:sqs:eu-west-1:1:q',
          FunctionArn: arn('orders', '12'),
        },
        { UUID: 'u2', FunctionArn: arn('orders', 'live') },
      ],
      NextMarker: 'two',
    }),
    json({ EventSourceMappings: [], NextMarker: 'three' }),
    json({
      EventSourceMappings: [
        { UUID: 'u3', FunctionArn: arn('billing', '3'), State: 'Disabled' },
        { UUID: 'u4', FunctionArn: arn('billing') },
      ],
    }),
  ],
  uses: [
    use('orders', '12', 'arn:aws:sqs:eu-west-1:1:q'),
    use('billing', '3', 'event source mapping u3'),
  ],
  onLaterPage: use('billing', '3', 'event source mapping u3'),
  disabled: [use('billing', '3', 'event source mapping u3')],
  calls: 3,
  tokens: ['two', 'three'],
  errorOf: jsonError,
});

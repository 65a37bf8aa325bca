const ITEMS = 50;

/**
 * Returns pages of ListFunctions as Lambda answers them, 54 KB each, with every field of an ordinary function
 * and four environment variables. Each page has a marker for the next one, except the last.
 */
export function listPages(count: number): readonly Uint8Array[] {
  return Array.from({ length: count }, (_, page) => {
    const first = page * ITEMS;
    const Functions = Array.from({ length: ITEMS }, (_item, at) => itemOf(first + at));
    const NextMarker = page === count - 1 ? null : `${'marker'.repeat(20)}-${page + 1}`;
    return new TextEncoder().encode(JSON.stringify({ Functions, NextMarker }));
  });
}

function itemOf(at: number) {
  const name = `orders-worker-${String(Math.floor(at / 100)).padStart(4, '0')}`;
  const version = String((at % 100) + 1);
  const arn = `arn:aws:lambda:eu-west-1:222222222222:function:${name}:${version}`;
  const variables = Array.from({ length: 4 }, (_, n) => [
    `SERVICE_SETTING_${n}`,
    `https://orders-${n}.internal.example.com`,
  ]);
  return {
    FunctionName: name,
    FunctionArn: arn,
    Runtime: 'nodejs22.x',
    Role: `arn:aws:iam::222222222222:role/${name}-role`,
    Handler: 'index.handler',
    CodeSize: 4_194_304 + at,
    Description: '',
    Timeout: 30,
    MemorySize: 512,
    LastModified: '2025-02-15T15:26:22.890+0000',
    CodeSha256: 'K7gNU3sdo+OL0wNhqoVWhr3g6s1xYv72ol/pe/Unols=',
    Version: version,
    VpcConfig: { SubnetIds: [], SecurityGroupIds: [], VpcId: '', Ipv6AllowedForDualStack: false },
    Environment: { Variables: Object.fromEntries(variables) },
    TracingConfig: { Mode: 'PassThrough' },
    RevisionId: 'c6b1f3c2-0f3a-4f0a-9a51-3e8f2a90d1f7',
    PackageType: 'Zip',
    Architectures: ['arm64'],
    EphemeralStorage: { Size: 512 },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${name}` },
  };
}

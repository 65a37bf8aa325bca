/**
 * Replaces `@aws-sdk/credential-provider-node` in the bundles of Lambda functions. A function
 * finds its role's credentials in the environment and nowhere else; the SDK's own chain would bring
 * profiles, SSO and instance metadata along (a fifth of the bundle) and, when the environment is
 * wrong, search them all before it says so.
 *
 * Never for the command line, which needs profiles.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function defaultProvider(): () => Promise<{
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}> {
  return async () => {
    const accessKeyId = process.env['AWS_ACCESS_KEY_ID'];
    const secretAccessKey = process.env['AWS_SECRET_ACCESS_KEY'];
    const sessionToken = process.env['AWS_SESSION_TOKEN'];
    if (!accessKeyId || !secretAccessKey) {
      const error = new Error(
        'The environment holds no credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are set by Lambda from the role of the function.',
      );
      // By this name the SDK's callers know the failure, as with its own providers.
      error.name = 'CredentialsProviderError';
      throw error;
    }
    return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
  };
}

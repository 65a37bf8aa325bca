/** The function by which osls merges the files of `resources`, with the parameters that are used here. */
declare module 'osls/lib/utils/merge-plain-objects.js' {
  export default function mergePlainObjects(target: object, ...sources: readonly object[]): object;
}

/** The method by which osls adds `resources` to the template of the functions. */
declare module 'osls/lib/plugins/aws/package/lib/merge-custom-provider-resources.js' {
  interface Packaging {
    readonly serverless: {
      readonly service: {
        readonly resources: object;
        readonly provider: { readonly compiledCloudFormationTemplate: object };
      };
    };
  }
  const methods: { mergeCustomProviderResources(this: Packaging): void };
  export default methods;
}

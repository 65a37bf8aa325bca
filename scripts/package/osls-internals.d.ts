/** How osls merges the files of `resources`, as far as it is used here. */
declare module 'osls/lib/utils/merge-plain-objects.js' {
  export default function mergePlainObjects(target: object, ...sources: readonly object[]): object;
}

/** How osls puts `resources` into the template that it made of the functions. */
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

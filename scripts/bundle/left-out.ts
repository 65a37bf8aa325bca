/** What stands in for an export of a module that is left out of the bundles. */
export type Substitute =
  /** Fails, called or constructed, and says why it is not there. */
  | 'fails'
  /** Can be called or constructed, and has no effect. */
  | 'does nothing'
  | 'gives its argument'
  /** Makes an SDK plug-in that adds no middleware. */
  | 'adds nothing'
  /** Can be constructed; fails when it is to write. */
  | 'writes nothing'
  /** A value that only what is left out reads. */
  | 'is empty'
  /** The class of the same checksum in JavaScript. */
  | 'is Crc32Js'
  /** The signer for one Region, which the SDK's class for several also hands everything else to. */
  | 'signs for one Region';

/** A module of the SDK that a client brings along and that no call of this program ever reaches. */
export interface LeftOut {
  /** Below `node_modules`. */
  readonly module: string;
  /** Every export of the module: another set fails the build, since the SDK has changed. */
  readonly exports: Readonly<Record<string, Substitute>>;
  /** Why no call reaches it, as the error says that a call gets which does. */
  readonly because: string;
}

const SMITHY = '@smithy/core/dist-es/submodules';
const S3 = '@aws-sdk/middleware-sdk-s3/dist-es/submodules/s3';

const EVENT_STREAMS = 'no operation that is called answers with a stream of events';
const EXPRESS = 'the bucket of the state is a general purpose bucket';
const STREAMED = 'what is uploaded is text of known length';
const WEB_STREAMS = 'the HTTP handler of Node gives no web streams';
const NATIVE = 'Node on Lambda brings the algorithm itself';

export const LEFT_OUT: readonly LeftOut[] = [
  {
    module: `${SMITHY}/event-streams/index.js`,
    exports: {
      EventStreamCodec: 'fails',
      HeaderMarshaller: 'fails',
      Int64: 'fails',
      MessageDecoderStream: 'fails',
      MessageEncoderStream: 'fails',
      SmithyMessageDecoderStream: 'fails',
      SmithyMessageEncoderStream: 'fails',
      EventStreamMarshaller: 'fails',
      // Clients are made with these two; what they would make is then asked of `EventStreamSerde`.
      eventStreamSerdeProvider: 'does nothing',
      resolveEventStreamSerdeConfig: 'gives its argument',
      readableStreamToIterable: 'fails',
      iterableToReadableStream: 'fails',
      UniversalEventStreamMarshaller: 'fails',
      universalEventStreamSerdeProvider: 'fails',
      getChunkedStream: 'fails',
      getUnmarshalledStream: 'fails',
      getMessageUnmarshaller: 'fails',
      EventStreamSerde: 'fails',
    },
    because: EVENT_STREAMS,
  },
  {
    module: `${SMITHY}/retry/util-retry/StandardRetryStrategy.js`,
    exports: { StandardRetryStrategy: 'fails' },
    because: 'every client is made with the retries of src/aws/clients.ts',
  },
  {
    module: `${SMITHY}/retry/util-retry/AdaptiveRetryStrategy.js`,
    exports: { AdaptiveRetryStrategy: 'fails' },
    because: 'every client is made with the retries of src/aws/clients.ts',
  },
  {
    module: `${SMITHY}/config/config-resolver/regionConfig/getInstanceMetadataRegion.js`,
    exports: { getInstanceMetadataRegion: 'fails' },
    because: 'a Lambda function has its Region in its environment and no instance metadata',
  },
  {
    module: '@aws-sdk/core/dist-es/submodules/protocols/xml/XmlShapeSerializer.js',
    exports: { XmlShapeSerializer: 'writes nothing' },
    because: 'no operation that is called sends XML',
  },
  {
    module: `${SMITHY}/serde/util-stream/getAwsChunkedEncodingStream.js`,
    exports: { getAwsChunkedEncodingStream: 'fails' },
    because: STREAMED,
  },
  {
    module: `${SMITHY}/serde/util-stream/createBufferedReadable.js`,
    exports: { createBufferedReadable: 'fails' },
    because: STREAMED,
  },
  {
    module: `${SMITHY}/serde/util-stream/sdk-stream-mixin.browser.js`,
    exports: { sdkStreamMixin: 'fails' },
    because: WEB_STREAMS,
  },
  {
    module: `${SMITHY}/serde/util-stream/checksum/createChecksumStream.browser.js`,
    exports: { createChecksumStream: 'fails' },
    because: WEB_STREAMS,
  },
  ...[
    [`${SMITHY}/checksum/sha256/Sha256Js.js`, 'Sha256Js'],
    [`${SMITHY}/checksum/md5/Md5Js.js`, 'Md5Js'],
    ['@aws-sdk/checksums/dist-es/submodules/sha/sha1/Sha1Js.js', 'Sha1Js'],
  ].map(([module = '', name = '']): LeftOut => ({
    module,
    exports: { [name]: 'fails' },
    because: NATIVE,
  })),
  {
    module: '@aws-sdk/signature-v4-multi-region/dist-es/SignatureV4MultiRegion.js',
    exports: { SignatureV4MultiRegion: 'signs for one Region' },
    because: 'only access points that span Regions want signatures for several',
  },
  {
    module: `${SMITHY}/checksum/crc32/Crc32Node.js`,
    exports: { Crc32Node: 'is Crc32Js' },
    because: 'node:zlib takes longer to load than it saves on one object a run',
  },
  {
    module: `${S3}/middleware-s3-express/classes/S3ExpressIdentityProviderImpl.js`,
    exports: { S3ExpressIdentityProviderImpl: 'does nothing' },
    because: EXPRESS,
  },
  {
    module: `${S3}/middleware-s3-express/functions/s3ExpressMiddleware.js`,
    exports: {
      s3ExpressMiddleware: 'fails',
      s3ExpressMiddlewareOptions: 'is empty',
      getS3ExpressPlugin: 'adds nothing',
    },
    because: EXPRESS,
  },
  {
    module: `${S3}/middleware-s3-express/functions/s3ExpressHttpSigningMiddleware.js`,
    exports: {
      s3ExpressHttpSigningMiddlewareOptions: 'is empty',
      s3ExpressHttpSigningMiddleware: 'fails',
      // It would take the place of the middleware that signs everything else.
      getS3ExpressHttpSigningPlugin: 'adds nothing',
    },
    because: EXPRESS,
  },
];

import type { MessageAttributeValue } from '@aws-sdk/client-sns';
import { ServiceFailure } from '../../wire/failure.ts';
import { isMembers } from '../../wire/message.ts';

/**
 * A message as a publisher sends it. Basis: SNS API reference, Publish; SNS Developer Guide, "Message attributes".
 */
export interface Message {
  readonly Message?: string | undefined;
  readonly Subject?: string | undefined;
  readonly MessageStructure?: string | undefined;
  readonly MessageAttributes?: Record<string, MessageAttributeValue> | undefined;
}

/** Characters of a subject: "Less than 100 characters", "no line breaks or control characters". */
const SUBJECT_CHARACTERS = 99;
/** Printable ASCII that begins with a letter, number or punctuation mark, as older AWS pages require. */
const SUBJECT = /^[!-~][ -~]*$/;

/**
 * Checks a message.
 *
 * @throws ServiceFailure in the wording of SNS
 */
export function checkMessage({
  Message,
  Subject,
  MessageStructure,
  MessageAttributes,
}: Message): void {
  if (Message === undefined || Message === '') throw invalid('Invalid parameter: Empty message');
  if (Subject !== undefined && (Subject.length > SUBJECT_CHARACTERS || !SUBJECT.test(Subject))) {
    throw invalid('Invalid parameter: Subject');
  }
  if (MessageStructure !== undefined && MessageStructure !== '') {
    if (MessageStructure !== 'json') throw invalid('Invalid parameter: MessageStructure');
    bodiesOf(Message);
  }
  for (const [name, value] of Object.entries(MessageAttributes ?? {})) checkAttribute(name, value);
}

/**
 * Returns the texts by protocol of a message with `MessageStructure=json`; values that are not texts are left out.
 */
export function bodiesOf(message: string): ReadonlyMap<string, string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(message);
  } catch {
    parsed = undefined;
  }
  if (!isMembers(parsed)) {
    throw invalid('Invalid parameter: Message Structure - JSON message body failed to parse');
  }
  const bodies = new Map<string, string>();
  for (const [protocol, body] of Object.entries(parsed)) {
    if (typeof body === 'string') bodies.set(protocol, body);
  }
  if (!bodies.has('default')) {
    throw invalid('Invalid parameter: Message Structure - No default entry in JSON message body');
  }
  return bodies;
}

/** Returns the bytes of the message and of its attributes, with their names and types. */
export function sizeOf({ Message = '', MessageAttributes = {} }: Message): number {
  const attributes = Object.entries(MessageAttributes).map(
    ([name, { DataType = '', StringValue = '', BinaryValue }]) =>
      Buffer.byteLength(name + DataType + StringValue) + (BinaryValue?.length ?? 0),
  );
  return attributes.reduce((sum, bytes) => sum + bytes, Buffer.byteLength(Message));
}

function checkAttribute(
  name: string,
  { DataType, StringValue, BinaryValue }: MessageAttributeValue,
): void {
  const isName =
    /^[\w.-]{1,256}$/.test(name) && !/^(AWS|Amazon)\./i.test(name) && !/^\.|\.\.|\.$/.test(name);
  if (!isName) throw badValue(`Invalid message attribute name: ${name}`);
  const type = DataType?.split('.')[0];
  if (type !== 'String' && type !== 'Number' && type !== 'Binary') {
    throw badValue(`The message attribute '${name}' has an invalid message attribute type.`);
  }
  const isEmpty = type === 'Binary' ? !BinaryValue?.length : !StringValue;
  if (isEmpty) {
    throw badValue(
      `The message attribute '${name}' must contain non-empty message attribute value ` +
        `for message attribute type '${DataType}'.`,
    );
  }
  if (type === 'Number' && Number.isNaN(Number(StringValue))) {
    throw badValue(`Could not cast message attribute '${name}' value to number.`);
  }
}

function badValue(message: string): ServiceFailure {
  return new ServiceFailure('ParameterValueInvalid', message, 400);
}

function invalid(message: string): ServiceFailure {
  return new ServiceFailure('InvalidParameter', message, 400);
}

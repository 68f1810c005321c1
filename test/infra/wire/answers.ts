import { Readable } from 'node:stream';
import { XmlCodec } from '@aws-sdk/core/protocols';
import { ToStringShapeSerializer } from '@smithy/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import type { HttpResponse, SchemaRef, ShapeSerializer } from '@smithy/types';

/** What a client of the SDK knows of its service's protocol. */
export type Protocol = {
  getShapeId(): string;
  getPayloadCodec(): { createSerializer(): ShapeSerializer };
  /** Of the query protocols, whose answers are XML though their requests are not. */
  deserializer: { settings: ConstructorParameters<typeof XmlCodec>[0] };
};

type Value = Readonly<Record<string, unknown>>;

/** A service's answer to an operation, written by the SDK's own codec for its protocol. */
export const answer = (
  protocol: Protocol,
  operation: string,
  output: SchemaRef,
  value: Value,
): HttpResponse => {
  const ns = NormalizedSchema.of(output);
  if (ns.isUnitSchema()) return response(200, {}, '');
  const { headers, body, payload } = partsOf(ns, value);
  if (payload || Object.keys(body).length === 0) return response(200, headers, payload ?? '');
  const text = written(protocol, ns, body);
  if (!isQuery(protocol)) return response(200, headers, text);
  const inner = innerOf(text);
  const result = isEc2(protocol) ? inner : `<${operation}Result>${inner}</${operation}Result>`;
  return response(200, headers, `<${operation}Response>${result}</${operation}Response>`);
};

/** A service's error, as its protocol tells it: known by its schema, or by a code alone. */
export const failure = (protocol: Protocol, error: SchemaRef | string, value: Value): HttpResponse => {
  const ns = typeof error === 'string' ? undefined : NormalizedSchema.of(error);
  const code = ns ? codeOf(ns) : String(error);
  const told = ns && [...ns.structIterator()].length > 0 ? written(protocol, ns, value) : '';
  if (isXml(protocol)) {
    const message = /<[mM]essage>/.test(told) ? '' : '<Message>a message</Message>';
    const inside = `<Code>${code}</Code>${message}${innerOf(told)}`;
    return response(400, {}, isEc2(protocol) ? ec2Error(inside) : `<Error>${inside}</Error>`);
  }
  const body = { message: 'a message', ...JSON.parse(told || '{}'), __type: `a.namespace#${code}` };
  return response(400, { 'x-amzn-errortype': code }, JSON.stringify(body));
};

/** The query protocol may call an error otherwise than its schema. */
const codeOf = (ns: NormalizedSchema): string => {
  const { awsQueryError } = ns.getMergedTraits() as { awsQueryError?: [string, number] };
  return awsQueryError?.[0] ?? ns.getName() ?? '';
};

const ec2Error = (inside: string): string =>
  `<Response><Errors><Error>${inside}</Error></Errors><RequestID>an-id</RequestID></Response>`;

const isEc2 = (protocol: Protocol): boolean => protocol.getShapeId() === 'aws.protocols#ec2Query';
const isQuery = (protocol: Protocol): boolean => /Query$/.test(protocol.getShapeId());
const isXml = (protocol: Protocol): boolean => /Query$|Xml$/.test(protocol.getShapeId());

const written = (protocol: Protocol, ns: NormalizedSchema, value: Value): string => {
  const codec = isQuery(protocol) ? new XmlCodec(protocol.deserializer.settings) : protocol.getPayloadCodec();
  const serializer = codec.createSerializer();
  serializer.write(ns, value);
  const text = serializer.flush();
  return typeof text === 'string' ? text : new TextDecoder().decode(text as Uint8Array);
};

/** What is in the outermost element. */
const innerOf = (xml: string): string => xml.replace(/^<[^>]*\/>$|^<[^>]*>|<\/[^>]*>$/g, '');

/** Members that are headers, the one that is the body, and all the others. */
const partsOf = (ns: NormalizedSchema, value: Value) => {
  const headers: Record<string, string> = {};
  const body: Record<string, unknown> = {};
  let payload: Uint8Array | undefined;
  for (const [name, member] of ns.structIterator()) {
    const { httpHeader, httpPrefixHeaders, httpPayload } = member.getMergedTraits();
    const part = value[name];
    if (part === undefined) continue;
    if (httpPayload) payload = part as Uint8Array;
    else if (httpHeader) headers[httpHeader.toLowerCase()] = headerOf(member, part);
    else if (httpPrefixHeaders) {
      for (const [key, text] of Object.entries(part as Value)) {
        headers[`${httpPrefixHeaders}${key}`.toLowerCase()] = String(text);
      }
    } else body[name] = part;
  }
  return { headers, body, payload };
};

const headerOf = (member: NormalizedSchema, part: unknown): string => {
  const serializer = new ToStringShapeSerializer({
    httpBindings: true,
    timestampFormat: { useTrait: true, default: 5 },
  });
  serializer.write(member, part);
  return serializer.flush();
};

const response = (
  statusCode: number,
  headers: Record<string, string>,
  body: string | Uint8Array,
): HttpResponse => ({
  statusCode,
  headers: { 'x-amzn-requestid': 'an-id', ...headers },
  body: Readable.from([Buffer.from(body)]),
});

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

type Content = {
  content: { 'application/json': { schema: object; example?: object; examples?: object } };
};

export type Parameter = {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  description: string;
  schema: { type?: string };
};

export type Operation = {
  operationId: string;
  tags: string[];
  parameters: Parameter[];
  requestBody?: Content & { required: boolean };
  responses: Record<string, Content & { description: string; headers?: Record<string, object> }>;
};

/** As much of an OpenAPI document as is looked at here. */
export type OpenApiDocument = {
  openapi: string;
  info: { description: string };
  components: { schemas: Record<string, { properties?: Record<string, { description?: string }> }> };
  paths: Record<string, Record<string, Operation>>;
};

export type Sent = { method: string; path: string; body?: string };

export type Received = { status: number; headers: Headers; body: unknown };

/** The document that an API serves, and whether what it answers is what the document says. */
export type ApiDocument = {
  document: OpenApiDocument;
  /**
   * Holds an answer against the document: its status, its schema, its headers, its error's code. What was
   * taken is held against it too: a success for what the document forbids is a difference.
   *
   * @throws an Error that tells each difference
   */
  check(sent: Sent, received: Received): void;
  /** Whether the document allows the parameters and the body of a call. */
  allows(sent: Sent): boolean;
};

const URI = 'peerway:openapi';

const OF_CONTENT = ['content', 'application/json', 'schema'];

const pointer = (...parts: string[]): string =>
  `${URI}#/${parts.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;

export const fetchApiDocument = async (api: string): Promise<ApiDocument> => {
  const document = (await (await fetch(`${api}/openapi.json`)).json()) as OpenApiDocument;
  const ajv = new Ajv2020({ allErrors: true, strictTypes: false });
  addFormats.default(ajv);
  // The document is no schema: it holds some, and what else it holds says nothing to a validator.
  ajv.addVocabulary(Object.keys(document));
  ajv.addSchema(document, URI);

  const compiled = (...parts: string[]): ValidateFunction => {
    const validator = ajv.getSchema(pointer('paths', ...parts));
    if (!validator) throw new Error(`The document has no schema at ${parts.join(' ')}.`);
    return validator;
  };

  const operationOf = ({ method, path }: Sent) => {
    const { pathname, searchParams } = new URL(path, api);
    const found = operationAt(document, method, pathname);
    return found && { ...found, searchParams };
  };

  /** What the document forbids in a call: its fields and parameters of a wrong form, and those it doesn't know. */
  const forbidden = (sent: Sent): string[] => {
    const found = operationOf(sent);
    if (!found) return ['the document has no such operation'];
    const { template, verb, operation, searchParams } = found;
    const told: string[] = [];
    const hold = (what: string, value: unknown, ...parts: string[]): void => {
      const validator = compiled(template, verb, ...parts);
      if (!validator(value)) told.push(ajv.errorsText(validator.errors, { dataVar: what }));
    };
    if (operation.requestBody) hold('body', JSON.parse(sent.body || '{}'), 'requestBody', ...OF_CONTENT);
    for (const [name, value] of searchParams) {
      const place = operation.parameters.findIndex((known) => known.in === 'query' && known.name === name);
      if (place < 0) told.push(`the parameter ${name} was taken, and is not documented`);
      else hold(name, ofType(operation.parameters[place], value), 'parameters', String(place), 'schema');
    }
    return told;
  };

  const differences = (sent: Sent, received: Received): string[] => {
    const found = operationOf(sent);
    if (!found) return ['the document has no such operation'];
    const { template, verb, operation } = found;
    const { status, headers } = received;
    const response = operation.responses[status];
    if (!response) return [`the document has no status ${status} for ${operation.operationId}`];

    const told: string[] = [];
    const answer = compiled(template, verb, 'responses', String(status), ...OF_CONTENT);
    if (!answer(received.body)) told.push(ajv.errorsText(answer.errors, { dataVar: 'answer' }));
    if (headers.get('content-type') !== 'application/json') told.push('the answer is not application/json');
    if (headers.has('idempotent-replayed') && !response.headers?.['Idempotent-Replayed']) {
      told.push('Idempotent-Replayed is not documented');
    }
    if (headers.has('retry-after') && !response.headers?.['Retry-After']) {
      told.push('Retry-After is not documented');
    }
    const code = codeOf(received.body);
    if (code && !response.description.includes(`\`${code}\``)) told.push(`${code} is not documented`);
    return status < 400 ? [...told, ...forbidden(sent)] : told;
  };

  return {
    document,
    allows: (sent) => forbidden(sent).length === 0,
    check: (sent, received) => {
      const told = differences(sent, received);
      if (told.length === 0) return;
      const answer = `${received.status} ${JSON.stringify(received.body)}`;
      throw new Error(`${sent.method} ${sent.path}: ${told.join('; ')}. It answered ${answer}`);
    },
  };
};

/** A query has only strings: what the document calls an integer is one if it is written as one. */
const ofType = (parameter: Parameter | undefined, value: string): unknown =>
  parameter?.schema.type === 'integer' && /^(?:0|-?[1-9]\d*)$/.test(value) ? Number(value) : value;

const operationAt = ({ paths }: OpenApiDocument, method: string, pathname: string) => {
  const verb = method.toLowerCase();
  for (const [template, operations] of Object.entries(paths)) {
    const shape = new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    const operation = operations[verb];
    if (operation && shape.test(pathname)) return { template, verb, operation };
  }
  return undefined;
};

const codeOf = (body: unknown): string | undefined =>
  (body as { error?: { code?: string } } | null)?.error?.code;

import { XMLBuilder } from 'fast-xml-parser';
import { AwsError } from './errors.ts';

/** The content of an XML element. A list is `{ item: […] }`, and `undefined` is left out. */
export type XmlContent = { readonly [element: string]: XmlValue };
export type XmlValue = string | number | boolean | undefined | XmlContent | readonly XmlContent[];

export type Service = 'ec2' | 'sts';

const API_VERSION = { ec2: '2016-11-15', sts: '2011-06-15' } as const;
const NAMESPACE = {
  ec2: `http://ec2.amazonaws.com/doc/${API_VERSION.ec2}/`,
  sts: `https://sts.amazonaws.com/doc/${API_VERSION.sts}/`,
} as const;

/** The parameters of a Query request, in which `Filter.1.Value.2` is the second text of the first group. */
export class Parameters {
  readonly #values: URLSearchParams;
  readonly #prefix: string;

  constructor(values: URLSearchParams, prefix = '') {
    this.#values = values;
    this.#prefix = prefix;
  }

  text(name: string): string | undefined {
    return this.#values.get(this.#prefix + name) ?? undefined;
  }

  /** @throws MissingParameter */
  required(name: string): string {
    const value = this.text(name);
    if (!value) throw new AwsError('missingParameter', { name: this.#prefix + name });
    return value;
  }

  /** An absent flag is `undefined`, which for an option means "leave it as it is". */
  flag(name: string): boolean | undefined {
    const value = this.text(name)?.toLowerCase();
    if (value === undefined) return undefined;
    if (value !== 'true' && value !== 'false') {
      throw new AwsError('invalidValue', { name, value, reason: 'Expecting true or false.' });
    }
    return value === 'true';
  }

  texts(name: string): string[] {
    return this.#numbers(name).map((number) => this.#values.get(`${this.#prefix}${name}.${number}`) ?? '');
  }

  groups(name: string): Parameters[] {
    return this.#numbers(name).map((number) => this.group(`${name}.${number}`));
  }

  group(name: string): Parameters {
    return new Parameters(this.#values, `${this.#prefix}${name}.`);
  }

  has(name: string): boolean {
    const key = this.#prefix + name;
    return [...this.#values.keys()].some((other) => other === key || other.startsWith(`${key}.`));
  }

  #numbers(name: string): number[] {
    const start = `${this.#prefix}${name}.`;
    const numbers = [...this.#values.keys()]
      .filter((key) => key.startsWith(start))
      .map((key) => Number.parseInt(key.slice(start.length), 10))
      .filter(Number.isInteger);
    return [...new Set(numbers)].sort((a, b) => a - b);
  }
}

export function serviceOf(parameters: Parameters): Service {
  return parameters.text('Version') === API_VERSION.sts ? 'sts' : 'ec2';
}

const builder = new XMLBuilder({ ignoreAttributes: false });
const write = (root: XmlContent) => `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(root)}`;

const ANSWER = {
  ec2: (action: string, content: XmlContent, requestId: string): XmlContent => ({
    [`${action}Response`]: { '@_xmlns': NAMESPACE.ec2, requestId, ...content },
  }),
  sts: (action: string, content: XmlContent, requestId: string): XmlContent => ({
    [`${action}Response`]: {
      '@_xmlns': NAMESPACE.sts,
      [`${action}Result`]: content,
      ResponseMetadata: { RequestId: requestId },
    },
  }),
};

const REFUSAL = {
  ec2: ({ code, message }: AwsError, requestId: string): XmlContent => ({
    Response: { Errors: { Error: { Code: code, Message: message } }, RequestID: requestId },
  }),
  sts: ({ code, message }: AwsError, requestId: string): XmlContent => ({
    ErrorResponse: {
      '@_xmlns': NAMESPACE.sts,
      Error: { Type: 'Sender', Code: code, Message: message },
      RequestId: requestId,
    },
  }),
};

export function answerXml(service: Service, action: string, content: XmlContent, requestId: string): string {
  return write(ANSWER[service](action, content, requestId));
}

export function refusalXml(service: Service, error: AwsError, requestId: string): string {
  return write(REFUSAL[service](error, requestId));
}

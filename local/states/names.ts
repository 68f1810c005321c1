import { invalidName } from './errors.ts';

const MAX_LENGTH = 80;

/** Characters that names must not contain, according to StartExecution's reference. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are among what it forbids.
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff]/;

export function checkName(name: string): void {
  if (name.length === 0 || name.length > MAX_LENGTH || FORBIDDEN.test(name)) throw invalidName(name);
}

export type Place = { region: string; accountId: string };

export const stateMachineArn = ({ region, accountId }: Place, name: string): string =>
  `arn:aws:states:${region}:${accountId}:stateMachine:${name}`;

/** The ARN without a version or an alias. */
export const unqualified = (arn: string): string => arn.split(':').slice(0, 7).join(':');

export const executionArn = ({ region, accountId }: Place, stateMachine: string, name: string): string =>
  `arn:aws:states:${region}:${accountId}:execution:${stateMachine}:${name}`;

export function isArn(text: string, resource: 'stateMachine' | 'execution'): boolean {
  const [arn, , service, , , type] = text.split(':');
  return arn === 'arn' && service === 'states' && type === resource;
}

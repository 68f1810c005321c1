import {
  CreateRouteCommand,
  CreateTagsCommand,
  DeleteRouteCommand,
  type EC2Client,
  ModifyVpcAttributeCommand,
  ModifyVpcPeeringConnectionOptionsCommand,
  ReplaceRouteCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';

const COMMANDS = {
  'create-route': CreateRouteCommand,
  'create-tags': CreateTagsCommand,
  'delete-route': DeleteRouteCommand,
  'modify-vpc-attribute': ModifyVpcAttributeCommand,
  'modify-vpc-peering-connection-options': ModifyVpcPeeringConnectionOptionsCommand,
  'replace-route': ReplaceRouteCommand,
  'revoke-security-group-egress': RevokeSecurityGroupEgressCommand,
  'revoke-security-group-ingress': RevokeSecurityGroupIngressCommand,
};

const pascal = (text: string): string =>
  text.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Values in the AWS CLI's notations: JSON, its shorthand for tags, or plain text. */
const parseValue = (option: string, [first = '', ...more]: readonly string[]): unknown => {
  if (/^[{[]/.test(first)) return JSON.parse(first);
  if (option === 'tags') {
    return [first, ...more].map((tag) =>
      Object.fromEntries(tag.split(',').map((pair) => pair.split('=', 2))),
    );
  }
  return option === 'resources' ? [first, ...more] : first;
};

/** Runs printed lines of `aws ec2` with the SDK, as the AWS CLI does; comments are skipped. */
export const runPrinted = async (
  lines: readonly string[],
  as: (region: string) => EC2Client,
): Promise<void> => {
  for (const line of lines) {
    if (line.startsWith('#')) continue;
    const [program, command = '', ...words] = (line.match(/^aws ec2|'[^']*'|\S+/g) ?? []).map((word) =>
      word.replaceAll("'", ''),
    );
    if (program !== 'aws ec2') throw new Error(`Not a line of aws ec2: ${line}`);
    const options = new Map<string, string[]>();
    for (const word of words) {
      if (word.startsWith('--')) options.set(word.slice(2), []);
      else [...options.values()].at(-1)?.push(word);
    }
    const region = options.get('region')?.[0] ?? '';
    options.delete('region');
    const input = Object.fromEntries(
      [...options].map(([name, values]) => [pascal(name), parseValue(name, values)]),
    );
    const Command = COMMANDS[command as keyof typeof COMMANDS] as typeof CreateRouteCommand;
    await as(region).send(new Command(input as never));
  }
};

import { DONE, type Ec2Action } from './call.ts';
import { cidrsOverlap, ipv4VpcBlock, isLive, isWithin } from './cidr-blocks.ts';
import { AwsError } from './errors.ts';
import { association, type CidrAssociation, tablesOf } from './state.ts';
import { subnetBlocks } from './subnets.ts';
import { ipv4Association, ipv6Association, requestedIpv6Block } from './vpc-blocks.ts';
import { ownVpc, ownVpcs } from './vpcs.ts';

/** The API's names of the attributes, and the parameter that changes each. */
const ATTRIBUTES = [
  { attribute: 'enableDnsSupport', parameter: 'EnableDnsSupport.Value' },
  { attribute: 'enableDnsHostnames', parameter: 'EnableDnsHostnames.Value' },
] as const;

const describeAttribute: Ec2Action = (call) => {
  const vpc = ownVpc(call, call.parameters.required('VpcId'));
  const name = call.parameters.required('Attribute');
  const known = ATTRIBUTES.find(({ attribute }) => attribute === name);
  if (known === undefined) {
    throw new AwsError('invalidValue', { name: 'attribute', value: name, reason: 'Unknown attribute.' });
  }
  return { vpcId: vpc.vpcId, [known.attribute]: { value: vpc[known.attribute] } };
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcAttribute.html */
const modifyAttribute: Ec2Action = (call) => {
  const vpc = ownVpc(call, call.parameters.required('VpcId'));
  const changes = ATTRIBUTES.filter(({ parameter }) => call.parameters.has(parameter));
  const [change] = changes;
  if (change === undefined) throw new AwsError('noAttribute');
  if (changes.length > 1) {
    throw new AwsError('severalAttributes', { names: changes.map(({ attribute }) => attribute).join(', ') });
  }
  const { attribute, parameter } = change;
  const value = call.parameters.flag(parameter) ?? vpc[attribute];
  if (value && attribute === 'enableDnsHostnames' && !vpc.enableDnsSupport) {
    throw new AwsError('hostnamesNeedSupport', { vpcId: vpc.vpcId });
  }
  vpc[attribute] = value;
  return DONE;
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateVpcCidrBlock.html */
const associateBlock: Ec2Action = (call) => {
  const { parameters } = call;
  const vpc = ownVpc(call, parameters.required('VpcId'));
  const ipv6Block = requestedIpv6Block(parameters);
  const block = ipv6Block ?? ipv4VpcBlock(parameters.required('CidrBlock'));
  const blocks = ipv6Block === undefined ? vpc.cidrBlocks : vpc.ipv6CidrBlocks;
  if (blocks.filter(isLive).some(({ cidrBlock }) => cidrsOverlap(cidrBlock, block))) {
    throw new AwsError('cidrConflict', { cidr: block });
  }
  const added = association('vpc-cidr-assoc', block);
  blocks.push(added);
  return ipv6Block === undefined
    ? { vpcId: vpc.vpcId, cidrBlockAssociation: ipv4Association(added) }
    : { vpcId: vpc.vpcId, ipv6CidrBlockAssociation: ipv6Association(added) };
};

/**
 * A block with subnets stays. Afterwards, EC2 shows it as disassociated for an hour or more, the emulator for ever.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisassociateVpcCidrBlock.html
 */
const disassociateBlock: Ec2Action = (call) => {
  const id = call.parameters.required('AssociationId');
  const isNamed = (block: CidrAssociation) => block.associationId === id && isLive(block);
  for (const vpc of ownVpcs(call)) {
    const { vpcId, cidrBlocks, ipv6CidrBlocks } = vpc;
    const block = [...cidrBlocks, ...ipv6CidrBlocks].find(isNamed);
    if (block === undefined) continue;
    const { cidrBlock } = block;
    if (block === cidrBlocks[0]) throw new AwsError('primaryBlock', { id });
    const isUsed = call.state.subnets.some(
      (subnet) => subnet.vpcId === vpcId && subnetBlocks(subnet).some((each) => isWithin(each, cidrBlock)),
    );
    if (isUsed) throw new AwsError('blockInUse', { vpcId, cidr: cidrBlock });
    block.state = 'disassociated';
    for (const table of tablesOf(call.state, vpc)) {
      table.routes = table.routes.filter(
        ({ destination, origin }) => destination !== cidrBlock || origin !== 'CreateRouteTable',
      );
    }
    const shown: CidrAssociation = { ...block, state: 'disassociating' };
    return cidrBlocks.includes(block)
      ? { vpcId, cidrBlockAssociation: ipv4Association(shown) }
      : { vpcId, ipv6CidrBlockAssociation: ipv6Association(shown) };
  }
  throw new AwsError('blockNotFound', { id });
};

export const VPC_SETTING_ACTIONS: Readonly<Record<string, Ec2Action>> = {
  DescribeVpcAttribute: describeAttribute,
  ModifyVpcAttribute: modifyAttribute,
  AssociateVpcCidrBlock: associateBlock,
  DisassociateVpcCidrBlock: disassociateBlock,
};

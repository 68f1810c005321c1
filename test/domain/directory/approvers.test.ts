import { describe, expect, it } from 'vitest';
import { listApprovers } from '../../../functions/domain/directory/approvers.ts';
import { aRequest } from '../a-request.ts';
import { anAccount } from '../an-account.ts';

const account = anAccount({
  approvers: ['anna@analytics.example', 'Arun@Analytics.example', 'ines@analytics.example'],
});

const ALL = [...account.approvers];
const WITHOUT_ARUN = ['anna@analytics.example', 'ines@analytics.example'];

describe('listApprovers', () => {
  it('names the approvers of the directory as it writes them, in its order', () => {
    expect(listApprovers(account, aRequest())).toEqual(ALL);
  });

  it.each(['Arun@Analytics.example', 'anna@analytics.example'])(
    'leaves out nobody for being the contact, %s: the requester chooses it',
    (contact_email) => {
      expect(listApprovers(account, aRequest({ contact_email }))).toEqual(ALL);
    },
  );

  it.each([
    'arn:aws:sts::111111111111:assumed-role/Developer/Arun@Analytics.example',
    'arn:aws:sts::111111111111:assumed-role/Developer/arun+laptop@analytics.example',
    'arn:aws:sts::222222222222:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/arun@analytics.example',
    'arn:aws:sts::999999999999:assumed-role/PeerwayCaller-11/111111111111-arun@analytics.example',
    'arn:aws:sts::999999999999:assumed-role/PeerwayCaller-111111111111/arun@analytics.example',
    'arn:aws-us-gov:iam::111111111111:user/people/ARUN@analytics.example',
    'jwt:https://login.example.com/#Arun@analytics.example',
  ])('leaves out the requester by the name in which they submitted, %s', (submitted_by) => {
    expect(listApprovers(account, aRequest({ submitted_by }))).toEqual(WITHOUT_ARUN);
  });

  it('leaves out a token’s subject whose address has the characters that separate other names', () => {
    const approvers = ['ops/network#eu@analytics.example', 'eu@analytics.example'];
    const submitted_by = 'jwt:https://login.example.com/#ops/network#eu@analytics.example';
    expect(listApprovers({ ...account, approvers }, aRequest({ submitted_by }))).toEqual([
      'eu@analytics.example',
    ]);
  });

  it('names one person once, however an entry spells them, and keeps people apart who share a tag or have dots', () => {
    const approvers = [
      'anna+a@x.example',
      'Anna@x.example',
      'an.na@x.example',
      '+a@x.example',
      'ines+a@x.example',
    ];
    expect(listApprovers({ ...account, approvers }, aRequest())).toEqual([
      'anna+a@x.example',
      'an.na@x.example',
      '+a@x.example',
      'ines+a@x.example',
    ]);
  });

  it('keeps those who only look like the requester', () => {
    const request = aRequest({
      submitted_by: 'arn:aws:sts::111111111111:assumed-role/anna@analytics.example/session',
    });
    expect(listApprovers(account, request)).toEqual(ALL);
  });

  it('names nobody for an account that is not in the directory, or whose only approver asks', () => {
    expect(listApprovers(undefined, aRequest())).toEqual([]);
    const alone = { ...account, approvers: ['anna@analytics.example'] };
    const submitted_by = 'jwt:https://login.example.com/#Anna@analytics.example';
    expect(listApprovers(alone, aRequest({ submitted_by }))).toEqual([]);
  });
});

import { account, entryDefaults, entryInput, listAccounts, putAccount } from '../accounts.ts';
import * as directory from '../directory.ts';
import * as rules from '../rules.ts';
import { type Component, object } from './component.ts';

const WITH_DEFAULT = {
  required_approvals: 'How many different approvers must accept. The default is 1.',
  reminders: 'How long before the deadline approvers are reminded.',
  escalation_email: 'Who is notified if nobody decides: an email address, or a group.',
  time_zone: 'The time zone in which mails to its people show times, beside UTC. Null for UTC alone.',
  connect:
    'What Peerway does about routes and DNS resolution in the account: `apply` what its people agree to, only `advise` them, or `refuse` requests that ask for either. The default is `advise`.',
  decide_by:
    'How approvers decide: `link`, with the link in their mail, or `signed`, with a signed call under their verified address.',
  pick_up:
    'Whether a pending connection to the account that was created outside Peerway becomes a request, for its approvers to decide.',
  pick_up_unknown:
    'Whether it does also if the directory doesn’t have the account that created it. Otherwise only the network team is notified.',
  repeat_rejection:
    'For how long after a rejection another connection between the same VPCs, created outside Peerway, is rejected too, in days: `P30D`. Null: its approvers are asked again.',
  longest_active_for:
    'The longest life that a connection to the account may be requested for. Null: as long as the requester likes, also without an end.',
  review_every: 'How often its approvers review its active connections, in days: `P90D`. Null for never.',
  review_unanswered:
    'What becomes of a connection about which nobody answers in a review: `keep`, or `remove`. The default is `keep`.',
};

const ACCOUNT = {
  name: 'What people call the account.',
  approvers:
    'Who may accept or reject requests to this account: email addresses, and groups such as `group:network-eu`.',
  onboarded: 'Whether Peerway has its roles in the account, and so can accept on the approvers’ behalf.',
  auto_accept_from: 'The accounts whose requests are accepted without asking the approvers.',
  ...WITH_DEFAULT,
  announce_to:
    'The ARN of an SNS topic of the account, named `peerway-…`, to which Peerway announces what concerns the account, besides the hub’s topic. Null for none.',
  rules:
    'What becomes of which requests to the account, in order: the first rule that matches holds, after the directory’s rules and before `auto_accept_from`.',
};

export const RULE = {
  name: 'The rule’s name, which is on the audit trail. Unique in its list.',
  when: 'What a request must be like. All of it must hold; `{}` matches every request.',
  then: '`accept` without asking anybody, `ask` the approvers, or `refuse`.',
  required_approvals: 'Of a rule that asks: how many approvers must accept, instead of the entry’s number.',
  approvers: 'Of a rule that asks: who decides, instead of the entry’s approvers.',
  longest_active_for:
    'The longest life that a connection may be requested for, if that is less than the entry allows. A rule that accepts then accepts nothing without an end.',
  because: 'Why, in a sentence. Requesters and approvers are shown it.',
};

export const RULE_CONDITION = {
  requester_accounts: 'The requester VPC’s account is one of these, or in one of these groups.',
  peer_accounts:
    'The accepter VPC’s account is one of these, or in one of these groups. Only in the directory’s rules.',
  requester_regions: 'The requester VPC is in one of these Regions.',
  peer_regions: 'The accepter VPC is in one of these Regions.',
  same_region: 'Whether both VPCs are in one Region.',
  cidr_blocks: 'Every CIDR block of both VPCs is within one of these, as EC2 showed them at the submission.',
  requester_tags: 'The requester VPC has these tags with these values. Its account chooses them.',
  peer_tags: 'The accepter VPC has these tags with these values.',
  asks_for_routes: 'Whether the request asks for routes.',
};

export const DIRECTORY: Readonly<Record<string, Component>> = {
  Account: object(account, 'An account in the directory.', {
    account_id: 'The account’s ID.',
    ...ACCOUNT,
    created_at: 'When the account was added.',
    updated_at: 'When the account was last changed.',
    updated_by: 'Who changed it last: the ARN of an IAM principal, or the subject of a token.',
  }),
  AccountEntry: object(entryInput, 'An account’s entry, as a file of the directory has it.', ACCOUNT),
  AccountInput: object(putAccount.body, 'An account’s entry, which replaces the one before.', {
    ...ACCOUNT,
    updated_at:
      'The `updated_at` of the entry that you read; null if there was none. If it is different now, the call is refused. Left out, whatever is there is replaced.',
  }),
  Rule: object(rules.rule, 'What becomes of the requests that match.', RULE),
  RuleCondition: object(
    rules.ruleCondition,
    'What a request must be like for a rule to match.',
    RULE_CONDITION,
  ),
  AccountList: object(listAccounts.data, 'All accounts in the directory.', { items: 'The accounts.' }),
  EntryDefaults: object(entryDefaults, 'What the entries have that don’t say otherwise.', WITH_DEFAULT),
  Directory: object(directory.directory, 'The directory of accounts, which says who decides.', {
    defaults: 'What the entries have that don’t say otherwise.',
    groups: 'Groups of people, by name. `group:network-eu` stands for the members of `network-eu`.',
    account_groups: 'Groups of accounts, by name, for the conditions of rules.',
    accounts: 'The accounts’ entries, by account ID. Put the IDs in quotes.',
    rules: 'Rules for requests between any accounts, in order: the first rule that matches holds.',
    away: 'Who is away, and who decides for them meanwhile.',
    network_team: 'Who is notified of what concerns the network team. Without it, the configured address.',
    tests: 'Cases that the rules must decide as expected. `peerway directory apply` checks them first.',
  }),
  Absence: object(directory.absence, 'While somebody is away, somebody else decides for them.', {
    person: 'Who is away.',
    from: 'When the absence begins, in UTC.',
    until: 'When it ends.',
    instead: 'Who decides for them.',
    account_id: 'For which account. For all accounts if absent.',
  }),
  RuleTest: object(directory.ruleTest, 'A request, and what the rules must make of it.', {
    name: 'What the case is called.',
    request: 'The request.',
    expect: 'What must become of it.',
    rule: 'The name of the rule that must decide it.',
  }),
  RuleTestRequest: object(directory.ruleTestRequest, 'A request of a test.', {
    requester: 'The requester’s side.',
    peer: 'The accepter’s side.',
    asks_for_routes: 'Whether it also asks for routes.',
    active_for: 'How long the connection may live. Absent: without an end.',
  }),
  RuleTestSide: object(directory.ruleTestSide, 'A VPC of a test.', {
    account_id: 'The account that owns the VPC.',
    region: 'The Region of the VPC.',
    cidr_blocks: 'The VPC’s CIDR blocks. Absent if Peerway can’t see them.',
    tags: 'All of the VPC’s tags. Absent if Peerway can’t see them.',
  }),
  StoredDirectory: object(directory.getDirectory.data, 'The directory, and its version.', {
    version: 'The version, which grows with every change.',
    directory: 'The directory.',
  }),
  DirectoryInput: object(directory.putDirectory.body, 'A change of the directory.', {
    directory: 'What the directory is to have.',
    version: 'The version that the change was planned for. Required unless `dry_run` is true.',
    prune: 'Whether to remove what `directory` doesn’t name. Absences are removed only if it names some.',
    dry_run: 'True returns the changes and makes none.',
  }),
  DirectoryPlan: object(directory.putDirectory.data, 'What changes, or would change.', {
    version: 'The directory’s version.',
    dry_run: 'Whether nothing was changed.',
    changes: 'The changes.',
  }),
  PlannedChange: object(directory.plannedChange, 'One thing that is added, changed or removed.', {
    what: 'What it is.',
    name: 'The account’s ID, the person’s address, or the name of the group, the rule or the test. Null for what there is only one of.',
    change: 'What becomes of it.',
    fields: 'The fields that differ.',
  }),
  ChangedField: object(directory.changedField, 'A field before and after a change.', {
    field: 'The field’s name.',
    before: 'Its value before; null if it had none.',
    after: 'Its value after; null if it has none.',
  }),
  DirectoryHistory: object(directory.listDirectoryEvents.data, 'A page of changes.', {
    head: 'The hash of the directory’s last event.',
    events: 'The events of this page, the oldest first.',
    next_cursor: 'The `cursor` of the next page; null on the last page.',
  }),
  DirectoryEvent: object(directory.directoryEvent, 'What somebody changed.', {
    sequence: 'The number of the event: 1, 2, 3, and so on.',
    version: 'The directory’s version after the change. A large change has several events.',
    at: 'When it was changed.',
    actor: 'Who changed it.',
    source_ip: 'The address that the change came from.',
    changes: 'What was changed.',
    prev_hash: 'The hash of the event before it.',
    hash: 'The SHA-256 hash of this event without this field, as canonical JSON (RFC 8785).',
  }),
  DirectoryActor: object(directory.directoryActor, 'Who changed the directory.', {
    kind: '`caller` for a call of the API, `approver` for somebody’s own absence.',
    id: 'The ARN of an IAM principal, the subject of a token, or an email address.',
  }),
  RecordedChange: object(directory.recordedChange, 'One thing that was added, changed or removed.', {
    what: 'What it is.',
    name: 'What it is called. Absent for what there is only one of.',
    before: 'What it was. Absent if it was added.',
    after: 'What it is since. Absent if it was removed.',
  }),
};

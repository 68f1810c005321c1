import { App, Tags } from 'aws-cdk-lib';
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';
import type { Configuration } from './configuration/schema.ts';
import { FRONT, FRONT_REGION, FrontStack } from './front/front-stack.ts';
import { HubStack } from './hub/hub-stack.ts';
import { SpokeStack } from './spoke/spoke-stack.ts';

export const HUB = 'PeerwayHub';
export const SPOKE = 'PeerwaySpoke';

export type PeerwayAppProps = {
  configuration: Configuration;
  entries: readonly string[];
  bundleOf: (entry: string) => string;
  /** The folder for the templates and assets. */
  outdir: string;
};

export const peerwayApp = ({ configuration, entries, bundleOf, outdir }: PeerwayAppProps): App => {
  const app = new App({ outdir, context: CURRENTLY_RECOMMENDED_FLAGS, analyticsReporting: false });
  const { accountId, region } = configuration.hub;
  const { domain, alarmAddresses } = configuration;
  const hub = new HubStack(app, HUB, {
    description: 'Peerway: the hub, which manages VPC peering requests',
    env: { account: accountId, region },
    configuration,
    entries,
    bundleOf,
    terminationProtection: configuration.deletionProtection,
  });
  if (domain?.front) {
    const front = new FrontStack(app, FRONT, {
      description: 'Peerway: limits how often an IP address calls the API',
      env: { account: accountId, region: FRONT_REGION },
      front: domain.front,
      alarmAddresses,
    });
    hub.addStackDependency(front);
  }
  new SpokeStack(app, SPOKE, configuration);
  // Not every Region supports tags on dashboards.
  Tags.of(app).add('application', 'peerway', { excludeResourceTypes: ['AWS::CloudWatch::Dashboard'] });
  return app;
};

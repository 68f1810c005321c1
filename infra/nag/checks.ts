import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { EXPLANATIONS, type Explanation } from './explained-findings.ts';

/** A cdk-nag finding, and the path of the construct that it is about. */
export type Finding = { id: string; path: string };

const packs = () => [new AwsSolutionsChecks(), new ServerlessChecks()];

export const findingsOf = (app: App): Finding[] =>
  packs()
    .flatMap((pack) => pack.validateScope(app).violations)
    .flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => ({ id: ruleName, path: constructPath ?? '' })),
    );

export const explanationOf = ({ id, path }: Finding): Explanation | undefined =>
  EXPLANATIONS.find(({ finding, at }) => finding.test(id) && at.test(path));

/** Acknowledges each explained finding at its own construct. Any other finding fails the synthesis. */
export const checkWithNag = (app: App): void => {
  const constructs = new Map(app.node.findAll().map((construct) => [construct.node.path, construct]));
  for (const finding of findingsOf(app)) {
    const construct = constructs.get(finding.path);
    const explanation = explanationOf(finding);
    if (construct && explanation) {
      Validations.of(construct).acknowledge({ id: finding.id, reason: explanation.reason });
    }
  }
  Validations.of(app).addPlugins(...packs());
};

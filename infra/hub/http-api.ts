import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  HttpApi,
  HttpIntegrationType,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteIntegration,
  type HttpRouteIntegrationConfig,
  HttpRouteKey,
  HttpStage,
  type IHttpRouteAuthorizer,
  IntegrationCredentials,
  LogGroupLogDestination,
  PayloadFormatVersion,
  type ThrottleSettings,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer, HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { DEFAULT_ROUTE, ROUTES, type HttpRoute as Route, routeKey } from '../../functions/routes.ts';
import type { Configuration } from '../configuration/schema.ts';
import type { PeeringFunction } from './peering-function.ts';

/** Limits per route, for all callers together. Rates are calls per second. */
const THROTTLES = {
  /** A submission or a preflight calls EC2 about ten times, in accounts that others use too. */
  submissions: { rateLimit: 2, burstLimit: 10 },
  writes: { rateLimit: 10, burstLimit: 20 },
  reads: { rateLimit: 50, burstLimit: 100 },
} as const satisfies Record<string, Required<ThrottleSettings>>;

const SUBMISSIONS = ['api/submit-request', 'api/resubmit-request', 'api/preflight-request'];

const throttleOf = ({ method, entry, throttle }: Route): Required<ThrottleSettings> => {
  if (throttle) return { rateLimit: throttle.rate, burstLimit: throttle.burst };
  if (SUBMISSIONS.includes(entry)) return THROTTLES.submissions;
  return method === 'GET' || method === 'HEAD' ? THROTTLES.reads : THROTTLES.writes;
};

/** It logs the route's name and never its path, because a path contains the token of a link. */
const ACCESS_LOG = {
  time: '$context.requestTime',
  request_id: '$context.requestId',
  route: '$context.routeKey',
  status: '$context.status',
  source_ip: '$context.identity.sourceIp',
  caller: '$context.identity.userArn',
  token_subject: '$context.authorizer.claims.sub',
  latency_ms: '$context.responseLatency',
  integration_error: '$context.integrationErrorMessage',
  error: '$context.error.message',
};

export type PeeringApiProps = {
  authorization: Configuration['authorization'];
  encryptionKey: IKey;
  logDays: number;
  hasCustomDomain: boolean;
};

/** The HTTP API. Its routes are in functions/routes.ts. */
export class PeeringApi extends Construct {
  readonly api: HttpApi;
  readonly stage: HttpStage;
  readonly accessLog: LogGroup;
  readonly #authorizer: IHttpRouteAuthorizer;

  constructor(scope: Construct, id: string, props: PeeringApiProps) {
    super(scope, id);
    const { stackName } = Stack.of(this);
    this.api = new HttpApi(this, 'Api', {
      apiName: stackName,
      description: 'Peerway: VPC peering requests',
      createDefaultStage: false,
      // With a custom domain, the API doesn't respond at its default address.
      disableExecuteApiEndpoint: props.hasCustomDomain,
    });
    this.accessLog = new LogGroup(this, 'AccessLog', {
      logGroupName: `/aws/vendedlogs/${stackName}/api`,
      retention: props.logDays as RetentionDays,
      encryptionKey: props.encryptionKey,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: THROTTLES.reads,
      accessLogSettings: {
        destination: new LogGroupLogDestination(this.accessLog),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    });
    this.#authorizer = authorizerOf(props.authorization);
  }

  /** Connects each route to its function, and limits its rate. */
  addRoutes(functionOf: (entry: string) => PeeringFunction): void {
    const routes = [...ROUTES, DEFAULT_ROUTE];
    const byEntry = Map.groupBy(routes, ({ entry }) => entry);
    const credentials = IntegrationCredentials.fromRole(
      this.invoker([...byEntry.keys()].map((entry) => functionOf(entry).lambda.functionArn)),
    );
    const added = [...byEntry].flatMap(([entry, ofEntry]) => {
      const { node, lambda } = functionOf(entry);
      const integration = new FunctionIntegration(`${node.id}Integration`, lambda.functionArn, credentials);
      return ofEntry.map((route) => this.addRoute(route, integration));
    });
    const stage = this.stage.node.defaultChild as CfnStage;
    stage.routeSettings = Object.fromEntries(
      routes.map((route) => {
        const { rateLimit, burstLimit } = throttleOf(route);
        return [routeKey(route), { ThrottlingRateLimit: rateLimit, ThrottlingBurstLimit: burstLimit }];
      }),
    );
    // API Gateway rejects settings of a route that doesn't exist yet.
    stage.node.addDependency(...added);
  }

  /**
   * API Gateway calls all functions by one role: with a permission for each function, the stack would have too many
   * resources. Nobody outside the account can name the role, because to pass a role takes a permission of its account.
   */
  private invoker(functionArns: string[]): Role {
    return new Role(this, 'Invoker', {
      description: 'Peerway: lets API Gateway call the functions of the API',
      assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
      path: '/peerway/hub/',
      // Within the role, so that the API has it as soon as it has the role.
      inlinePolicies: {
        Functions: new PolicyDocument({
          statements: [new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: functionArns })],
        }),
      },
    });
  }

  private addRoute(route: Route, integration: FunctionIntegration): HttpRoute {
    return new HttpRoute(this.api, `${route.method}${route.path}`, {
      httpApi: this.api,
      routeKey:
        route === DEFAULT_ROUTE
          ? HttpRouteKey.DEFAULT
          : HttpRouteKey.with(route.path, HttpMethod[route.method]),
      integration,
      authorizer: route.authorizer === 'iam' ? this.#authorizer : new HttpNoneAuthorizer(),
    });
  }
}

/** CDK's own adds a permission to each function. */
class FunctionIntegration extends HttpRouteIntegration {
  readonly #functionArn: string;
  readonly #credentials: IntegrationCredentials;

  constructor(id: string, functionArn: string, credentials: IntegrationCredentials) {
    super(id);
    this.#functionArn = functionArn;
    this.#credentials = credentials;
  }

  override bind(): HttpRouteIntegrationConfig {
    return {
      type: HttpIntegrationType.AWS_PROXY,
      uri: this.#functionArn,
      payloadFormatVersion: PayloadFormatVersion.VERSION_2_0,
      credentials: this.#credentials,
    };
  }
}

/** Routes marked `iam` use the authorization that the configuration chooses. */
const authorizerOf = (authorization: Configuration['authorization']): IHttpRouteAuthorizer =>
  authorization.kind === 'iam'
    ? new HttpIamAuthorizer()
    : new HttpJwtAuthorizer('Jwt', authorization.issuer, { jwtAudience: authorization.audience });

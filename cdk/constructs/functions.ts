/** Both functions from one bundle, each with its role, and what invokes the AppServer. */
import * as ros from '@alicloud/ros-cdk-core';
import type { Stage } from '../config/schema.ts';
import type { CertificateConfig } from '../custom-domain-certificate.ts';
import { appServerEnvironment, provisionerEnvironment } from '../environment.ts';
import type { CodeLocation, DeployedFunction, FunctionSpec, MakeFunction } from '../functions/compute.ts';
import { fc2Function } from '../functions/fc2.ts';
import { fc3Function } from '../functions/fc3.ts';
import { runtimeFor } from '../functions/runtime.ts';
import type { Parameters } from '../parameters.ts';
import { appServerPolicy } from '../policies/app-server.ts';
import { provisionerPolicy } from '../policies/provisioner.ts';
import type { PolicyContext, Statement } from '../policies/statement.ts';
import { createAlarms } from './alarms.ts';
import { createOwnDomainRecord } from './dns.ts';
import type { Logs } from './logs.ts';
import { createRole } from './role.ts';

/** Longest wait of a custom resource (a domain that comes online) plus what surrounds it; ROS waits longer than the function. */
const PROVISIONER_TIMEOUT_SECONDS = 1_500;
export const CUSTOM_RESOURCE_TIMEOUT_SECONDS = PROVISIONER_TIMEOUT_SECONDS + 100;

/** Clients give up after ten seconds (function-compute.md §12); sweeps of the timer take longer. */
const APP_SERVER_TIMEOUT_SECONDS = 60;

const HTTP_METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'];

/** Grace deletions, sweeps and retention run once a minute. */
const EVERY_MINUTE = '@every 1m';

/** Half a dozen custom resources are made at the same time, and each mostly waits. */
const PROVISIONER_CONCURRENCY = 20;

export interface FunctionsProps {
  readonly stage: Stage;
  readonly parameters: Parameters;
  readonly code: CodeLocation;
  readonly logs: Logs;
  readonly policyContext: PolicyContext;
  /** Name of the table that the provisioner writes to. */
  readonly settingsTable: ros.IResolvable;
  /** HTTPS of the AppServer's own domain; absent: it has HTTP alone. */
  readonly certificate?: CertificateConfig;
}

export interface Functions {
  readonly provisioner: DeployedFunction;
  /** URL of the AppServer: its trigger, or its own domain. */
  readonly publicUrl: ros.IResolvable | string;
  /** Logical ids that must exist before anybody calls the AppServer. */
  readonly reachable: readonly string[];
}

const GENERATIONS: Record<Stage['compute'], MakeFunction> = { fc3: fc3Function, fc2: fc2Function };

export function createFunctions(scope: ros.Construct, props: FunctionsProps): Functions {
  const { stage, parameters, policyContext } = props;
  const make = GENERATIONS[stage.compute];
  const provisioner = make(
    scope,
    spec(scope, props, {
      id: 'Provisioner',
      argument: 'provisioner',
      description: `Custom resources of ${stage.stackName}`,
      statements: provisionerPolicy(policyContext, stage),
      environment: provisionerEnvironment(stage, parameters, props.settingsTable),
      memoryMb: 512,
      timeoutSeconds: PROVISIONER_TIMEOUT_SECONDS,
      concurrency: PROVISIONER_CONCURRENCY,
    }),
    // ROS decides about a failure from the answer: a repeated invocation could only create something twice.
    { asyncRetries: 0 },
  );
  const appServer = make(
    scope,
    spec(scope, props, {
      id: 'AppServer',
      argument: 'app-server',
      description: `AppServer of ${stage.stackName}`,
      statements: appServerPolicy(policyContext, stage),
      environment: appServerEnvironment(stage, parameters),
      memoryMb: stage.function.memoryMb,
      timeoutSeconds: APP_SERVER_TIMEOUT_SECONDS,
      concurrency: stage.function.concurrency,
    }),
  );
  const http = appServer.httpTrigger(HTTP_METHODS);
  appServer.timer(EVERY_MINUTE);
  if (stage.alarmContactGroup !== undefined) {
    const prefix = parameters.TablestoreInstanceName.valueAsString;
    createAlarms(scope, { contactGroup: stage.alarmContactGroup, appServer, prefix });
  }
  if (stage.customDomain === undefined) return { provisioner, publicUrl: http.url, reachable: [http.logicalId] };
  const zone = stage.dns === 'alidns' ? stage.dnsZone : undefined;
  const record = zone === undefined ? undefined : createOwnDomainRecord(scope, zone, stage.customDomain);
  const domain = appServer.customDomain(stage.customDomain, record === undefined ? [] : [record], props.certificate);
  const scheme = props.certificate ? 'https' : 'http';
  return { provisioner, publicUrl: `${scheme}://${stage.customDomain}`, reachable: [http.logicalId, domain.logicalId] };
}

type Differing = Pick<
  FunctionSpec,
  'id' | 'argument' | 'description' | 'environment' | 'memoryMb' | 'timeoutSeconds' | 'concurrency'
> & { readonly statements: readonly Statement[] };

function spec(scope: ros.Construct, props: FunctionsProps, own: Differing): FunctionSpec {
  const { stage, parameters, code, logs } = props;
  const { statements, ...differing } = own;
  const role = createRole(scope, `${own.id}Role`, {
    name: ros.Fn.join('', [parameters.TablestoreInstanceName.valueAsString, `-${own.argument}`]),
    description: own.description,
    statements,
  });
  return {
    ...differing,
    name: ros.Fn.join('', [ros.RosPseudo.stackName, `-${own.argument}`]),
    roleArn: role.attrArn,
    runtime: runtimeFor(stage.compute, stage.region, stage.function.runtime),
    code,
    log: { project: logs.project, logstore: logs.logstore },
  };
}

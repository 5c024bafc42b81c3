/** Where both functions log: one project, one log store with an index to search it, and a limited life. */
import type * as ros from '@alicloud/ros-cdk-core';
import * as sls from '@alicloud/ros-cdk-sls';

export interface Logs {
  readonly project: ros.IResolvable;
  readonly logstore: ros.IResolvable;
  readonly resources: readonly ros.RosResource[];
}

export const LOGSTORE = 'functions';

export function createLogs(scope: ros.Construct, props: { projectName: string; retentionDays: number }): Logs {
  const project = new sls.RosProject(scope, 'LogProject', { name: props.projectName }, true);
  const logstore = new sls.RosLogstore(
    scope,
    'LogStore',
    {
      projectName: project.attrName,
      logstoreName: LOGSTORE,
      ttl: props.retentionDays,
      shardCount: 2,
      autoSplit: true,
      maxSplitShard: 8,
    },
    true,
  );
  const fullTextIndex = {
    enable: true,
    caseSensitive: false,
    includeChinese: true,
    delimiter: ', \'";=()[]{}?@&<>/:\n\t\r',
  };
  const index = new sls.RosIndex(
    scope,
    'LogIndex',
    { projectName: logstore.attrProjectName, logstoreName: logstore.attrLogstoreName, fullTextIndex },
    true,
  );
  return {
    project: logstore.attrProjectName,
    logstore: logstore.attrLogstoreName,
    resources: [project, logstore, index],
  };
}
